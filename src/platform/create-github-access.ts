import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { type GuardOptions, guardFetch } from '../effects/guard.ts';
import { OperationalError } from './errors.ts';
import type { GitHubAccess, GitHubPermissions } from './github-access.ts';
import { githubFailure } from './github-failure.ts';
import { pacedFetch } from './github-pace.ts';
import { SILENT_LOG } from './silent-log.ts';

export interface GitHubAccessOptions {
  readonly appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  readonly privateKey: string;
  /** Default: github.com. */
  readonly apiUrl?: string;
  readonly isOurs: GuardOptions['isOurs'];
  readonly isReadOnly?: GuardOptions['isReadOnly'];
  readonly onDenied?: GuardOptions['onDenied'];
  /** Milliseconds between two writes of one installation; GitHub asks for at least a second. Default 1000. */
  readonly betweenWritesMs?: number;
  /** Default 20 s. */
  readonly timeoutMs?: number;
  /** Where requests go once the guard has let them through; tests give their own. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The clients for GitHub, all behind the guard. Tokens are minted for one repository with the named permissions only and
 * kept until a minute before they expire; one that may write code is minted anew each time. Nothing is retried here: an
 * unclear answer to a write must reach the outbox as one.
 * Minting throws OperationalError `upstream-failed`, `upstream-timeout` or `upstream-rate-limited`.
 */
export function createGitHubAccess(options: GitHubAccessOptions): GitHubAccess {
  const {
    appId,
    privateKey,
    apiUrl = 'https://api.github.com',
    timeoutMs = 20_000,
    fetch = globalThis.fetch,
  } = options;
  const paced = pacedFetch(withDeadline(fetch, timeoutMs), options.betweenWritesMs ?? 1_000);

  const clientOptions = (guard: Partial<GuardOptions>, lane: string) => ({
    baseUrl: apiUrl,
    log: SILENT_LOG,
    userAgent: 'whatchanged',
    request: {
      fetch: guardFetch(paced(lane), {
        apiUrl,
        isOurs: options.isOurs,
        ...(options.isReadOnly === undefined ? {} : { isReadOnly: options.isReadOnly }),
        ...(options.onDenied === undefined ? {} : { onDenied: options.onDenied }),
        ...guard,
      }),
    },
  });

  // Minting is paced apart from writes: a token must not wait behind the write that needs it.
  const minting = (mayDraftRevert: boolean) => {
    const request = new Octokit(clientOptions({ mayDraftRevert }, 'tokens')).request;
    return createAppAuth({ appId, privateKey, request, log: SILENT_LOG });
  };
  const [mint, mintForRevert] = [minting(false), minting(true)];

  const tokenFor = async (installationId: number, repositoryId: number, permissions: GitHubPermissions) => {
    const revert = mayWriteCode(permissions);
    const ask = async (refresh: boolean) => {
      const { token } = await (revert ? mintForRevert : mint)({
        type: 'installation',
        installationId,
        repositoryIds: [repositoryId],
        permissions,
        refresh,
      });
      return token as string | undefined;
    };
    try {
      // An answer that was cut off gives no token, and the library remembers that for an hour: then it is asked anew.
      const token = (await ask(revert)) || (await ask(true));
      if (token) return token;
      throw new OperationalError('upstream-nonsense', 'GitHub gave a token that cannot be read', { retryable: true });
    } catch (error) {
      throw githubFailure(error, `No token for installation ${installationId} and repository ${repositoryId}`);
    }
  };

  return {
    async forRepository(installationId, repositoryId, permissions) {
      if (Object.keys(permissions).length === 0) {
        throw new OperationalError(
          'guard-denied',
          'A token without named permissions would have all that the App has.',
        );
      }
      const auth = await tokenFor(installationId, repositoryId, permissions);
      return new Octokit({
        ...clientOptions({ mayDraftRevert: mayWriteCode(permissions) }, String(installationId)),
        auth,
      });
    },
    asApp() {
      return new Octokit({
        ...clientOptions({ isReadOnly: () => true }, 'tokens'),
        authStrategy: createAppAuth,
        auth: { appId, privateKey, log: SILENT_LOG },
      });
    },
  };
}

function mayWriteCode(permissions: GitHubPermissions): boolean {
  return permissions.contents === 'write';
}

function withDeadline(fetch: typeof globalThis.fetch, timeoutMs: number): typeof globalThis.fetch {
  return (input, init) => {
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    return fetch(input, { ...init, signal });
  };
}
