import type { GitHubAccess } from '../platform/github-access.ts';
import { githubFailure } from '../platform/github-failure.ts';

/** Who we are on GitHub: what we write is by `<slug>[bot]`, through the App with this id. */
export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
}

/** Asks GitHub once who we are; a failure (OperationalError) is not remembered. */
export function appIdentity(access: GitHubAccess): () => Promise<AppIdentity> {
  let known: Promise<AppIdentity> | undefined;
  const ask = async () => {
    try {
      const { data } = await access.asApp().rest.apps.getAuthenticated();
      if (data === null || data.slug === undefined) throw new Error('GET /app has no slug');
      return { id: data.id, slug: data.slug };
    } catch (error) {
      known = undefined;
      throw githubFailure(error, 'The App could not be read');
    }
  };
  return () => {
    known ??= ask();
    return known;
  };
}

/** Whether something on GitHub was written by us, by what GitHub (not its text) says of its author. */
export function isByApp(app: AppIdentity, written: Written): boolean {
  const through = written.performed_via_github_app;
  if (written.user?.login !== `${app.slug}[bot]` || written.user.type !== 'Bot') return false;
  return through === undefined || through === null || through.id === app.id;
}

interface Written {
  readonly user?: { readonly login: string; readonly type?: string } | null;
  readonly performed_via_github_app?: { readonly id: number } | null;
}
