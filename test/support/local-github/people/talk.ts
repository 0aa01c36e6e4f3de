import { emitPull, isPull } from '../acts/emit-pull.ts';
import { addLabel, addReaction, createComment, createIssue, updateComment, updateIssue } from '../acts/issues.ts';
import { mergePull, openPull, setPullState } from '../acts/pulls.ts';
import type { People, ReactedTo, RepositoryName } from '../local-github.ts';
import type { PullIssue } from '../shapes/pull-request.ts';
import type { World } from '../world/world.ts';
import { answered, byAt, issueNumbered, repositoryNamed } from './context.ts';

type Talk = Pick<
  People,
  | 'openPullRequest'
  | 'mergePullRequest'
  | 'closePullRequest'
  | 'markReadyForReview'
  | 'openIssue'
  | 'closeIssue'
  | 'reopenIssue'
  | 'comment'
  | 'editComment'
  | 'label'
  | 'react'
  | 'unreact'
>;

/** Pull requests, issues and comments of people. */
export function talk(world: World): Talk {
  const named = (name: RepositoryName) => repositoryNamed(world, name);
  const numbered = (name: RepositoryName, number: number) => issueNumbered(world, name, number);
  const pull = (name: RepositoryName, number: number): PullIssue => {
    const issue = numbered(name, number);
    if (!isPull(issue)) throw new Error(`${number} is an issue and no pull request`);
    return issue;
  };
  const reactedTo = (name: RepositoryName, to: ReactedTo) => {
    const found = 'issue' in to ? numbered(name, to.issue) : named(name).comments.get(to.comment);
    if (found === undefined) throw new Error(`local GitHub has no ${JSON.stringify(to)}`);
    return found;
  };
  return {
    openPullRequest: (name, from) => {
      const repository = named(name);
      return answered(
        world,
        openPull(world, repository, {
          title: from.title,
          body: from.body ?? null,
          head: from.head,
          base: from.base ?? repository.defaultBranch,
          draft: from.draft ?? false,
          ...byAt(world, from),
        }),
      );
    },
    mergePullRequest: (name, number, from = {}) =>
      answered(
        world,
        mergePull(world, named(name), pull(name, number), {
          method: from.method ?? 'squash',
          title: from.title,
          message: from.message,
          ...byAt(world, from),
        }),
      ),
    closePullRequest: (name, number, from) =>
      answered(world, setPullState(world, named(name), pull(name, number), 'closed', byAt(world, from))),
    markReadyForReview: (name, number, from) => {
      const issue = pull(name, number);
      issue.pull.draft = false;
      return answered(world, emitPull(world, named(name), issue, 'ready_for_review', byAt(world, from)));
    },
    openIssue: (name, from) =>
      answered(
        world,
        createIssue(world, named(name), { title: from.title, body: from.body ?? null, ...byAt(world, from) }),
      ),
    closeIssue: (name, number, from) => {
      const stateReason = from?.reason ?? 'completed';
      const update = { state: 'closed', stateReason, ...byAt(world, from) } as const;
      return answered(world, updateIssue(world, named(name), numbered(name, number), update));
    },
    reopenIssue: (name, number, from) => {
      const update = { state: 'open', ...byAt(world, from) } as const;
      return answered(world, updateIssue(world, named(name), numbered(name, number), update));
    },
    comment: (name, number, body, from) =>
      answered(world, createComment(world, named(name), numbered(name, number), { body, ...byAt(world, from) })),
    editComment: (name, id, body, from) => {
      const comment = named(name).comments.get(id);
      if (comment === undefined) throw new Error(`local GitHub has no comment ${id}`);
      return answered(world, updateComment(world, named(name), comment, { body, ...byAt(world, from) }));
    },
    label: (name, number, label, from) =>
      answered(world, addLabel(world, named(name), numbered(name, number), label, byAt(world, from))),
    react: (name, to, content, from) => void addReaction(world, reactedTo(name, to), content, byAt(world, from)),
    unreact: (name, to, content, from) => {
      const { reactions } = reactedTo(name, to);
      const { by } = byAt(world, from);
      const index = reactions.findIndex((one) => one.user.id === by.id && one.content === content);
      if (index >= 0) reactions.splice(index, 1);
    },
  };
}
