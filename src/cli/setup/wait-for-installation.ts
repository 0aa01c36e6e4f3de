import { setTimeout } from 'node:timers/promises';
import type { CreatedApp } from '../../platform/convert-manifest.ts';
import { createGitHubAccess } from '../../platform/create-github-access.ts';
import { OperationalError } from '../../platform/errors.ts';
import { githubFailure } from '../../platform/github-failure.ts';

/** Where an App was installed. */
export interface FirstInstallation {
  readonly id: number;
  /** The login of the organisation or person. */
  readonly account: string;
}

const BETWEEN_LOOKS_MS = 3_000;
const LOOKS_OF_A_NEW_APP = 20;

/**
 * Looks until the App is installed somewhere, and gives the first place. An App that was just made may not be known everywhere yet, and GitHub
 * may not answer for a while: then it is asked again. Throws OperationalError where it refuses for good.
 */
export async function waitForInstallation(
  { id, privateKey }: CreatedApp,
  apiUrl: string,
  betweenLooksMs = BETWEEN_LOOKS_MS,
): Promise<FirstInstallation> {
  const access = createGitHubAccess({ appId: id, privateKey, apiUrl, isOurs: () => false, isReadOnly: () => true });
  const { apps } = access.asApp().rest;
  for (let looks = 0; ; looks += 1) {
    const first = await apps.listInstallations({ per_page: 1 }).then(
      ({ data }) => data[0],
      (error: unknown) => {
        const failure = githubFailure(error, 'Whether the App is installed cannot be told');
        if (!(failure instanceof OperationalError)) throw failure;
        if (!failure.retryable && !(failure.status === 404 && looks < LOOKS_OF_A_NEW_APP)) throw failure;
        return undefined;
      },
    );
    if (first !== undefined) {
      const account = first.account !== null && 'login' in first.account ? first.account.login : 'an enterprise';
      return { id: first.id, account };
    }
    await setTimeout(betweenLooksMs);
  }
}
