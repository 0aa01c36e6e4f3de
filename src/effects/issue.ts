import { OWN_LABEL } from './allowed-calls.ts';
import type { Executed, Execution } from './execution.ts';
import { type ListedIssue, listOwnIssues } from './list-own-issues.ts';
import { type Kind, runStep, type Shown } from './run-step.ts';

/** GitHub's limit, in characters. */
const MOST_TITLE = 256;

/**
 * Makes an issue of ours real, that of an incident or of a week: opens it once, finds it again after an unclear answer,
 * edits title, body and state. A state that people gave it is left alone until the wanted one changes.
 */
export function publishIssue(execution: Execution): Promise<Executed> {
  return runStep(issueKind(execution), execution);
}

function issueKind(execution: Execution): Kind {
  const { effect, history, octokit, repository, marker } = execution;
  const { wanted } = effect;
  const title = (wanted.title ?? 'Incident').slice(0, MOST_TITLE);
  const body = marker.mark(effect, wanted.body);

  const shown = (issue: ListedIssue | undefined, asWritten: boolean): Shown | undefined => {
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
      const issues = await listOwnIssues(execution, since);
      return issues.flatMap((issue): Shown[] => {
        const closed = wanted.state !== 'closed' || issue.state === 'closed';
        const one = shown(issue, closed && issue.title === title && issue.body === body);
        // We opened it open; where it is closed by now, people did that.
        return one === undefined ? [] : [{ ...one, state: 'open' }];
      });
    },
  };
}
