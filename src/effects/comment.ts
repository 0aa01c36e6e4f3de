import { isByApp } from './app-identity.ts';
import type { Executed, Execution } from './execution.ts';
import { type Kind, runStep, type Shown } from './run-step.ts';

interface GitHubComment {
  readonly id: number;
  readonly html_url: string;
  readonly body?: string | undefined;
}

/** Makes a comment under an issue or a pull request real: posts it once, and from then on edits that one. */
export function publishComment(execution: Execution, issueNumber: number): Promise<Executed> {
  return runStep(commentKind(execution, issueNumber), execution);
}

function commentKind({ effect, octokit, repository, marker, app }: Execution, issueNumber: number): Kind {
  const body = marker.mark(effect, effect.wanted.body);

  const shown = (comment: GitHubComment | undefined, asWanted: boolean): Shown | undefined =>
    typeof comment?.id === 'number'
      ? { key: comment.id, githubId: comment.id, githubNumber: issueNumber, url: comment.html_url, asWanted }
      : undefined;

  return {
    async create() {
      const { data } = await octokit.rest.issues.createComment({ ...repository, issue_number: issueNumber, body });
      return shown(data, true);
    },
    async update(id) {
      const { data } = await octokit.rest.issues.updateComment({ ...repository, comment_id: id, body });
      return shown(data, true);
    },
    async find(since) {
      const we = await app();
      const all = await octokit.paginate(octokit.rest.issues.listComments, {
        ...repository,
        issue_number: issueNumber,
        since: new Date(since).toISOString(),
        per_page: 100,
      });
      return all
        .filter((comment) => isByApp(we, comment) && marker.isOf(effect, comment.body ?? ''))
        .flatMap((comment) => shown(comment, comment.body === body) ?? []);
    },
  };
}
