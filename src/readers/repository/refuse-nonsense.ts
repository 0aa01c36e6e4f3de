import type { Octokit } from '@octokit/rest';
import { OperationalError } from '../../platform/errors.ts';

/**
 * Makes a client fail for answers that are none: a proxy's page, JSON that was cut off, a redirect that leads nowhere.
 * Octokit gives them as data, and what is missing in them would be taken for "no". Throws OperationalError, to be tried
 * again.
 */
export function refuseNonsense(octokit: Octokit): Octokit {
  octokit.hook.after('request', ({ status, data, url }) => {
    if (status < 300 && (status === 204 || typeof data === 'object')) return;
    throw new OperationalError('upstream-nonsense', `GitHub answered ${status} without JSON to ${url}`, {
      retryable: true,
      status,
    });
  });
  return octokit;
}
