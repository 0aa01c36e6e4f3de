import { z } from 'zod';
import type { AttemptState, DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import { defineRecorder, type Recording } from './contract.ts';
import { actor, foreign, id, installation, instant, repository, sha, text, webAddress } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';
import { type WorkflowTarget, workflowTargets } from './workflow-targets.ts';

const schema = z.object({
  action: z.literal('completed'),
  workflow_run: z.object({
    id,
    name: text(300).nullish(),
    path: text(1000).nullish(),
    event: text(100),
    head_sha: sha,
    head_branch: text(300).nullish(),
    head_repository: z.object({ id }).nullish(),
    conclusion: text(50).nullish(),
    run_attempt: id.default(1),
    run_started_at: instant,
    updated_at: instant,
    html_url: text(2000).optional(),
    triggering_actor: actor,
  }),
  deployment: foreign,
  deployment_status: foreign,
  workflow_job: foreign,
  repository,
  installation,
});
type Run = z.infer<typeof schema>['workflow_run'];

/**
 * A finished run of a workflow that a rule names as a deploy. `head_sha` is the commit at which the workflow's file was
 * read, which is what was shipped only where the workflow ships its own commit: hence the rule.
 */
export const workflowRun = defineRecorder({
  on: ['workflow_run.completed'],
  read(payload, { rules }): Recording {
    const { workflow_run: run, repository: seen, installation: by } = readPayload('workflow_run', schema, payload);
    const targets = workflowTargets(rules, seen, ({ workflow, job }) => job === undefined && isWorkflow(workflow, run));
    if (targets.length === 0) return { kind: 'ignored', reason: 'no rule names this workflow as a deploy' };
    if (run.event.startsWith('pull_request') || (run.head_repository && run.head_repository.id !== seen.repositoryId)) {
      return { kind: 'ignored', reason: 'a run for a pull request, which ships nothing' };
    }
    if (run.head_branch?.startsWith('gh-readonly-queue/')) {
      return { kind: 'ignored', reason: 'a run for the merge queue, which ships nothing' };
    }
    if (run.conclusion === 'skipped') return { kind: 'ignored', reason: 'the run was skipped' };
    const url = webAddress(run.html_url);
    const attemptOf = ({ suffix }: WorkflowTarget) => `github:workflow_run:${run.id}:${run.run_attempt}${suffix}`;
    const statement = (target: WorkflowTarget, state: AttemptState, at: number): DeployEvent => ({
      ...target.key,
      eventId: `${attemptOf(target)}:${state}`,
      attempt: attemptOf(target),
      source: 'github:workflow_run',
      state,
      at,
      sha: run.head_sha,
      ...(run.head_branch && { ref: run.head_branch }),
      ...(url !== undefined && { url }),
      ...(run.triggering_actor && { actor: run.triggering_actor.login }),
    });
    const ended = run.conclusion === 'success' ? 'success' : 'failure';
    return {
      kind: 'facts',
      facts: {
        installationId: by.id,
        repositories: [seen],
        deployEvents: targets.flatMap((target) => [
          statement(target, 'in_progress', run.run_started_at),
          statement(target, ended, run.updated_at),
        ]),
      },
    };
  },
});

/** A rule names a workflow by its name, its file or the file's whole path. */
function isWorkflow(named: string, { name, path }: Pick<Run, 'name' | 'path'>): boolean {
  const file = path?.replace(/@.*$/s, '');
  return named === name || (file !== undefined && (named === file || file.endsWith(`/${named}`)));
}
