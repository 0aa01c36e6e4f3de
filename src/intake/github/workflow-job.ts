import { z } from 'zod';
import type { DeployWorkflow } from '../../config/repository-configuration.ts';
import type { AttemptState, DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import { defineRecorder, type Recording } from './contract.ts';
import { foreign, id, installation, instant, repository, sha, text, webAddress } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';
import { type WorkflowTarget, workflowTargets } from './workflow-targets.ts';

const schema = z.object({
  action: z.literal('completed'),
  workflow_job: z.object({
    id,
    name: text(500),
    workflow_name: text(300).nullish(),
    head_sha: sha,
    head_branch: text(300).nullish(),
    conclusion: text(50).nullish(),
    started_at: instant,
    completed_at: instant,
    html_url: text(2000).nullish(),
  }),
  workflow_run: foreign,
  deployment_status: foreign,
  repository,
  installation,
});

const SHIPS_NOTHING = ['skipped', 'neutral', 'stale'];

/**
 * A finished job that a rule names as the deploy of its workflow: a green run may hold a deploy job that was skipped.
 * The job's payload knows its workflow by name only, so that a rule which names the file goes by the job.
 */
export const workflowJob = defineRecorder({
  on: ['workflow_job.completed'],
  read(payload, { rules }): Recording {
    const { workflow_job: job, repository: seen, installation: by } = readPayload('workflow_job', schema, payload);
    const ofWorkflow = ({ workflow }: DeployWorkflow) => workflow === job.workflow_name || /\.ya?ml$/.test(workflow);
    const targets = workflowTargets(rules, seen, (rule) => rule.job === job.name && ofWorkflow(rule));
    const meant = rules.deployWorkflows?.find((rule) => isPartOf(job.name, rule.job) && ofWorkflow(rule));
    if (targets.length === 0 && meant === undefined) {
      return { kind: 'ignored', reason: 'no rule names this job as a deploy' };
    }
    if (SHIPS_NOTHING.includes(job.conclusion ?? 'skipped')) return { kind: 'ignored', reason: 'the job was skipped' };
    if (job.head_branch?.startsWith('gh-readonly-queue/')) {
      return { kind: 'ignored', reason: 'a job for the merge queue, which ships nothing' };
    }
    if (targets.length === 0) return { kind: 'unmapped', reason: notGuessed(seen.fullName, job.name, meant?.job) };
    const attemptOf = ({ suffix }: WorkflowTarget) => `github:workflow_job:${job.id}${suffix}`;
    const url = webAddress(job.html_url);
    const statement = (target: WorkflowTarget, state: AttemptState, at: number): DeployEvent => ({
      ...target.key,
      eventId: `${attemptOf(target)}:${state}`,
      attempt: attemptOf(target),
      source: 'github:workflow_job',
      state,
      at,
      sha: job.head_sha,
      ...(job.head_branch && { ref: job.head_branch }),
      ...(url !== undefined && { url }),
    });
    const ended = job.conclusion === 'success' ? 'success' : 'failure';
    return {
      kind: 'facts',
      facts: {
        installationId: by.id,
        repositories: [seen],
        deployEvents: targets.flatMap((target) => [
          statement(target, 'in_progress', job.started_at),
          statement(target, ended, job.completed_at),
        ]),
      },
    };
  },
});

/** A leg of a matrix has its values behind the name of the job, and a job of a called workflow its own name. */
function isPartOf(name: string, job: string | undefined): boolean {
  return job !== undefined && (name.startsWith(`${job} (`) || name.startsWith(`${job} / `));
}

/** One leg may ship to production and the next to staging: which one does is for people to say. */
function notGuessed(repository: string, name: string, job = ''): string {
  const [seen, named] = [name, job].map((one) => JSON.stringify(one));
  return `In ${repository} deployWorkflows names the job ${named}, and ${seen} ran, a part of it (of a matrix or a called workflow). Whether that is a deploy is not guessed: write job: ${seen} into a rule of .github/whatchanged.yml, with the service and environment that it ships to, and a rule for each other part that ships.`;
}
