import type { EpochMs } from '../investigation/time.ts';
import { isByApp } from './app-identity.ts';
import type { Effect } from './contract.ts';
import type { Execution } from './execution.ts';

/** An issue as GitHub lists it. */
export interface ListedIssue {
  readonly number: number;
  readonly id: number;
  readonly html_url: string;
  readonly title: string;
  readonly state: string;
  readonly body?: string | null | undefined;
}

/**
 * The issues that we opened for an effect since a moment, in whatever state: by listing, never by search, whose index lags.
 * Throws what Octokit throws.
 */
export async function listOwnIssues(
  {
    effect,
    octokit,
    repository,
    marker,
    app,
  }: Pick<Execution, 'octokit' | 'repository' | 'marker' | 'app'> & {
    readonly effect: Effect;
  },
  since: EpochMs,
): Promise<readonly ListedIssue[]> {
  const we = await app();
  const found: ListedIssue[] = [];
  const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
    ...repository,
    creator: `${we.slug}[bot]`,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    since: new Date(since).toISOString(),
    per_page: 100,
  });
  for await (const { data } of pages) {
    found.push(...data.filter((issue) => isByApp(we, issue) && marker.isOf(effect, issue.body ?? '')));
    if (data.some((issue) => Date.parse(issue.created_at) < since)) break;
  }
  return found;
}
