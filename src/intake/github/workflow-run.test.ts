import { describe, expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import type { DeployRules, Recorder } from './contract.ts';
import { workflowJob } from './workflow-job.ts';
import { workflowRun } from './workflow-run.ts';

const reader = (recorder: Recorder, fixture: string, key: string) => (changes: object, rules: DeployRules) => {
  const { payload } = githubFixture(fixture);
  const recording = recorder.read(changed(payload, { [key]: changes }), { receivedAt: 0, rules });
  return recording.kind === 'facts' ? recording.facts.deployEvents : recording.reason;
};
const rule = (workflow: string, more: object = {}): DeployRules => ({ deployWorkflows: [{ workflow, ...more }] });

describe('a workflow run', () => {
  const read = reader(workflowRun, 'workflow-run', 'workflow_run');

  test('is a deploy where a rule names it', () => {
    expect(read({}, rule('test.yml', { service: 'web', environment: 'prod' }))).toMatchObject([
      {
        state: 'in_progress',
        at: Date.parse('2020-10-05T16:33:49Z'),
        service: 'web',
        environment: 'production',
        sha: '3484a3fb816e0859fd6e1cea078d76385ff50625',
        actor: 'Codertocat',
      },
      { state: 'success', at: Date.parse('2020-10-05T16:33:49Z'), source: 'github:workflow_run' },
    ]);
  });

  test.each(['test.yml', '.github/workflows/test.yml', 'Ship it'])('is found by %s', (workflow) => {
    expect(read({ name: 'Ship it', path: '.github/workflows/test.yml@main' }, rule(workflow))).toHaveLength(2);
  });

  test('goes to production and belongs to the repository where the rule says no more', () => {
    expect(read({}, rule('test.yml'))).toMatchObject([{ service: 'octo-repo', environment: 'production' }, {}]);
  });

  test.each([
    ['no rule at all', {}, {}],
    ['a rule for another', {}, rule('deploy.yml')],
    ['a rule for a part of the name', {}, rule('st.yml')],
    ['a rule for one job', {}, rule('test.yml', { job: 'deploy' })],
    ['a pull request', { event: 'pull_request_target' }, rule('test.yml')],
    ['a fork', { head_repository: { id: 2 } }, rule('test.yml')],
    ['the merge queue', { head_branch: 'gh-readonly-queue/main/pr-1-a' }, rule('test.yml')],
    ['a skipped run', { conclusion: 'skipped' }, rule('test.yml')],
  ])('is none by %s', (_, changes, rules) => {
    expect(typeof read(changes, rules)).toBe('string');
  });

  test.each(['failure', 'cancelled', 'timed_out', 'action_required', null])('that ended %s failed', (conclusion) => {
    expect(read({ conclusion }, rule('test.yml'))).toMatchObject([{ state: 'in_progress' }, { state: 'failure' }]);
  });

  test('that ran again is another attempt', () => {
    const attempts = [1, 2].map((run_attempt) => read({ run_attempt }, rule('test.yml')));
    expect(attempts).toMatchObject([
      [{ attempt: 'github:workflow_run:289782451:1' }, {}],
      [{ attempt: 'github:workflow_run:289782451:2' }, {}],
    ]);
  });

  test('that ships several services is a deploy of each, once to each place', () => {
    const of = (service: string) => ({ workflow: 'test.yml', service });
    const rules = { deployWorkflows: [of('web'), of('api'), { ...of('api'), environment: 'prod' }] };
    const attempt = 'github:workflow_run:289782451:1';
    expect(read({}, rules)).toMatchObject([
      { service: 'web', state: 'in_progress', attempt, eventId: `${attempt}:in_progress` },
      { service: 'web', state: 'success', attempt },
      { service: 'api', state: 'in_progress', attempt: `${attempt}:api:production` },
      { service: 'api', state: 'success', eventId: `${attempt}:api:production:success` },
    ]);
  });

  test('may come from a fork that was deleted, or by nobody', () => {
    expect(read({ head_repository: null, triggering_actor: null, name: null }, rule('test.yml'))).toHaveLength(2);
  });
});

describe('a workflow job', () => {
  const read = reader(workflowJob, 'workflow-job', 'workflow_job');
  const named = { name: 'deploy', workflow_name: 'CI', conclusion: 'success' };

  test('is a deploy where a rule names it', () => {
    expect(read(named, rule('CI', { job: 'deploy', environment: 'staging' }))).toMatchObject([
      { state: 'in_progress', at: Date.parse('2021-08-05T10:34:58Z'), environment: 'staging', service: 'Hello-World' },
      { state: 'success', at: Date.parse('2021-08-05T10:38:16Z'), ref: 'main' },
    ]);
  });

  test('that ships several services is a deploy of each', () => {
    const of = (service: string) => ({ workflow: 'CI', job: 'deploy', service });
    const found = read(named, { deployWorkflows: [of('web'), of('api')] });
    const [web, , api] = Array.isArray(found) ? found : [];
    expect([web?.service, api?.service]).toEqual(['web', 'api']);
    expect(web?.attempt).not.toBe(api?.attempt);
  });

  test('goes by the job where the rule names a file, which the payload does not know', () => {
    expect(read(named, rule('deploy.yml', { job: 'deploy' }))).toHaveLength(2);
  });

  test.each([
    ['no rule', named, {}],
    ['a rule for the whole workflow', named, rule('CI')],
    ['a rule for another job', named, rule('CI', { job: 'build' })],
    ['a rule for another workflow', named, rule('CD', { job: 'deploy' })],
    ['being skipped', { ...named, conclusion: 'skipped' }, rule('CI', { job: 'deploy' })],
    ['saying nothing', { ...named, conclusion: null }, rule('CI', { job: 'deploy' })],
    ['the merge queue', { ...named, head_branch: 'gh-readonly-queue/x' }, rule('CI', { job: 'deploy' })],
  ])('is none by %s', (_, changes, rules) => {
    expect(typeof read(changes, rules)).toBe('string');
  });

  test.each(['deploy (cart)', 'deploy / ship', 'deploy (cart, production) / ship'])(
    'that is a part of the one which a rule names is not guessed: %s',
    (name) => {
      const { payload } = githubFixture('workflow-job');
      const seen = (more: object, rules: DeployRules) =>
        workflowJob.read(changed(payload, { workflow_job: { ...named, name, ...more } }), { receivedAt: 0, rules });
      const rules = rule('CI', { job: 'deploy' });
      expect(seen({}, rules)).toMatchObject({
        kind: 'unmapped',
        reason: expect.stringContaining(`job: ${JSON.stringify(name)} into a rule of .github/whatchanged.yml`),
      });
      expect(seen({}, rule('CI', { job: name }))).toMatchObject({ kind: 'facts' });
      expect(seen({ conclusion: 'skipped' }, rules)).toMatchObject({ kind: 'ignored' });
      expect(seen({}, rule('CD', { job: 'deploy' }))).toMatchObject({ kind: 'ignored' });
      expect(seen({ name: 'deployment (cart)' }, rules)).toMatchObject({ kind: 'ignored' });
    },
  );

  test('that failed failed', () => {
    expect(read({ ...named, conclusion: 'failure' }, rule('CI', { job: 'deploy' }))).toMatchObject([
      {},
      { state: 'failure' },
    ]);
  });
});
