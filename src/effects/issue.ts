import { OWN_LABEL } from './allowed-calls.ts';
import { isByApp } from './app-identity.ts';
import type { Executed, Execution } from './execution.ts';
import { type Kind, runStep, type Shown } from './run-step.ts';

/** GitHub's limit, in characters. */
const MOST_TITLE = 256;

/**
 * Makes an incident's issue real: opens it once, finds it again after an unclear answer, edits title, body and state.
 * A state that people gave it is left alone until ours changes.
 */
export function publishIssue(execution: Execution): Promise<Executed> {
  return runStep(issueKind(execution), execution);
}

interface GitHubIssue {
  readonly number: number;
  readonly id: number;
  readonly html_url: string;
  readonly title: string;
  readonly state: string;
  readonly body?: string | null | undefined;
}

function issueKind({ effect, history, octokit, repository, marker, app }: Execution): Kind {
  const { wanted } = effect;
  const title = (wanted.title ?? 'Incident').slice(0, MOST_TITLE);
  const body = marker.mark(effect, wanted.body);

  const shown = (issue: GitHubIssue | undefined, asWritten: boolean): Shown | undefined => {
    // An answer that is no issue (a proxy's page, a cut body) says nothing about what was done.
    if (typeof issue?.number !== 'number' || typeof issue.id !== 'number') return undefined;
    const state = issue.state === 'closed' ? 'closed' : 'open';
    return {
      key: issue.number,
      githubId: issue.id,
      githubNumber: issue.number,
      url: issue.html_url,
      asWanted: asWritten,
      state,
    };
  };

  return {
    async create() {
      const { data } = await octokit.rest.issues.create({ ...repository, title, body, labels: [OWN_LABEL] });
      return shown(data, wanted.state !== 'closed');
    },
    async update(number) {
      const state = wanted.state === history.appliedState ? undefined : wanted.state;
      const { data } = await octokit.rest.issues.update({
        ...repository,
        issue_number: number,
        title,
        body,
        ...(state === undefined ? {} : { state }),
        ...(state === 'closed' ? { state_reason: 'completed' } : {}),
      });
      const updated = shown(data, true);
      // What we asked for is remembered, not what people made of it.
      return updated && { ...updated, state: wanted.state ?? history.appliedState ?? 'open' };
    },
    async find(since) {
      const we = await app();
      const found: Shown[] = [];
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
        for (const issue of data) {
          if (!isByApp(we, issue) || !marker.isOf(effect, issue.body ?? '')) continue;
          const closed = wanted.state !== 'closed' || issue.state === 'closed';
          const one = shown(issue, closed && issue.title === title && issue.body === body);
          // We opened it open; where it is closed by now, people did that.
          if (one !== undefined) found.push({ ...one, state: 'open' });
        }
        if (data.some((issue) => Date.parse(issue.created_at) < since)) break;
      }
      return found;
    },
  };
}
