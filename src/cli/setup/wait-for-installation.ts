import { setTimeout } from 'node:timers/promises';
import type { CreatedApp } from '../../platform/convert-manifest.ts';
import { createGitHubAccess } from '../../platform/create-github-access.ts';
import { githubFailure } from '../../platform/github-failure.ts';

/** Where an App was installed. */
export interface FirstInstallation {
  readonly id: number;
  /** The login of the organisation or person. */
  readonly account: string;
}

const BETWEEN_LOOKS_MS = 3_000;

/** Looks until the App is installed somewhere, and gives the first place. Throws OperationalError where GitHub cannot be asked. */
export async function waitForInstallation(
  { id, privateKey }: CreatedApp,
  apiUrl: string,
  betweenLooksMs = BETWEEN_LOOKS_MS,
): Promise<FirstInstallation> {
  const access = createGitHubAccess({ appId: id, privateKey, apiUrl, isOurs: () => false, isReadOnly: () => true });
  const { apps } = access.asApp().rest;
  for (;;) {
    const { data } = await apps.listInstallations({ per_page: 1 }).catch((error: unknown) => {
      throw githubFailure(error, 'Whether the App is installed cannot be told');
    });
    const [first] = data;
    if (first !== undefined) {
      const account = first.account !== null && 'login' in first.account ? first.account.login : 'an enterprise';
      return { id: first.id, account };
    }
    await setTimeout(betweenLooksMs);
  }
}
