import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { OperationalError } from './errors.ts';
import { githubFailure } from './github-failure.ts';
import { SILENT_LOG } from './silent-log.ts';

/** A GitHub App that was just made, with its secrets. */
export interface CreatedApp {
  readonly id: number;
  readonly slug: string;
  /** Its page on GitHub. */
  readonly page: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
}

const Answer = z.object({
  id: z.number(),
  slug: z.string(),
  html_url: z.string(),
  pem: z.string(),
  webhook_secret: z.string(),
});
const TIMEOUT_MS = 20_000;

/**
 * Exchanges the code of the manifest flow for the App that a person has just made
 * (docs.github.com, "Registering a GitHub App from a manifest", read 2026-11). The code is good for an hour, and once.
 * There is no App yet whose guard this could pass. Throws OperationalError `upstream-failed`, `upstream-timeout`,
 * `upstream-rate-limited` or `upstream-nonsense`.
 */
export async function convertManifest(code: string, apiUrl: string): Promise<CreatedApp> {
  const octokit = new Octokit({ baseUrl: apiUrl, log: SILENT_LOG, userAgent: 'whatchanged' });
  const answer = await octokit.rest.apps
    .createFromManifest({ code, request: { signal: AbortSignal.timeout(TIMEOUT_MS) } })
    .catch((error: unknown) => {
      throw githubFailure(error, 'The App cannot be fetched');
    });
  const read = Answer.safeParse(answer.data);
  if (!read.success) {
    throw new OperationalError('upstream-nonsense', 'GitHub answered with something that is no new App.');
  }
  const { id, slug, html_url, pem, webhook_secret } = read.data;
  return { id, slug, page: html_url, privateKey: pem, webhookSecret: webhook_secret };
}
