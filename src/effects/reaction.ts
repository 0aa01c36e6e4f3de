import type { Executed, Execution } from './execution.ts';
import { type Kind, runStep, type Shown } from './run-step.ts';

/** Reacts to a comment (`wanted.on.number` is its id); GitHub keeps one reaction of a kind, however often it is sent. */
export async function publishReaction(execution: Execution): Promise<Executed> {
  const { on, history } = execution;
  if (on !== undefined) return runStep(reactionKind(execution, on), execution);
  return { outcome: { state: 'dead', reason: 'it names no comment' }, history };
}

function reactionKind({ effect, octokit, repository }: Execution, commentId: number): Kind {
  const react = async (): Promise<Shown | undefined> => {
    const content = effect.wanted.body === '-1' ? '-1' : 'eyes';
    const { data } = await octokit.rest.reactions.createForIssueComment({
      ...repository,
      comment_id: commentId,
      content,
    });
    return typeof data?.id === 'number'
      ? { key: data.id, githubId: data.id, githubNumber: commentId, url: '', asWanted: true }
      : undefined;
  };
  return {
    create: react,
    update: react,
    async find() {
      const made = await react();
      return made === undefined ? [] : [made];
    },
  };
}
