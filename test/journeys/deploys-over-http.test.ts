import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Command } from 'commander';
import { registerReportDeploy } from '../../src/cli/report-deploy.ts';
import { genericDeploy } from '../../src/intake/deploys/generic-deploy.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { runAction } from '../support/github/run-action.ts';
import { GUILTY_SUMMARY, mergeGuiltyPull } from '../support/program/guilty-pull.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const DEPLOY_SECRET = 'a-journey-deploy-secret';

let started: StartedProgram;
let url = '';
beforeAll(async () => {
  started = await startProgramOnShop({ environment: { WHATCHANGED_DEPLOY_SECRET: DEPLOY_SECRET } });
  url = `http://127.0.0.1:${started.program.port}`;
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

const iso = (at: number) => new Date(at).toISOString();
const ledger = (service: string) =>
  started.program.storage.transaction((tx) =>
    tx.ledger.deploysOf(INSTALLATION, {
      repositoryId: started.github.repository(SHOP).id,
      service,
      environment: 'production',
    }),
  );
const reported = async () => {
  const all = await started.program.storage.transaction((tx) => tx.inbox.list({ limit: 100 }));
  return all.filter(({ kind }) => kind === 'deploy').map(({ id }) => id);
};

async function post(path: string, report: object, headers: Record<string, string>): Promise<number> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(report),
  });
  return response.status;
}
const bearer = { authorization: `Bearer ${DEPLOY_SECRET}` };

test('a deploy that only a pipeline knows of is the suspect of the alert after it, in the issue', async () => {
  const { github } = started;
  const now = Date.now();
  const first = await github.commit(SHOP, {
    message: 'The cart',
    author: 'ines',
    files: { 'src/cart.js': 'export const total = (cart) => cart.sum;\n' },
    at: now - 500 * MINUTE_MS,
  });
  const guilty = await mergeGuiltyPull(github, now - 30 * MINUTE_MS);

  const about = { repo: SHOP, service: 'checkout', environment: 'production' };
  const earlier = { ...about, id: 'build-1', sha: first, status: 'success', finished_at: iso(now - 480 * MINUTE_MS) };
  const later = {
    ...about,
    id: 'build-2',
    sha: guilty.sha,
    status: 'success',
    started_at: iso(now - 8 * MINUTE_MS),
    finished_at: iso(now - 6 * MINUTE_MS),
  };
  expect(await post('/deploys', earlier, bearer)).toBe(202);
  const body = Buffer.from(JSON.stringify(later));
  expect(await post('/deploys/generic-deploy/default', later, genericDeploy.sign(body, DEPLOY_SECRET, now))).toBe(202);
  await waitUntil('the range to be read', async () =>
    (await ledger('checkout')).at(-1)?.commits?.length === 1 ? true : undefined,
  );
  expect(await ledger('checkout')).toMatchObject([
    { sha: first, verified: true },
    { sha: guilty.sha, previousSha: first, verified: true, kind: 'deploy', commits: [guilty.sha] },
  ]);

  expect(await started.alert({ service: 'checkout', startsAt: now - 2 * MINUTE_MS, summary: GUILTY_SUMMARY })).toBe(
    202,
  );
  const issue = await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined));
  expect(issue.title).toContain(`#${guilty.number}`);
  expect(issue.body).toContain(guilty.sha.slice(0, 7));
});

describe('who may report', () => {
  const report = { id: 'x', repo: SHOP, sha: 'a'.repeat(40), status: 'success' };

  test.each([
    ['without a secret', 401, '/deploys', {}],
    ['with a wrong one', 401, '/deploys', { authorization: 'Bearer a-wrong-deploy-secret' }],
    ['to an endpoint that is not there', 404, '/deploys/generic-deploy/other', bearer],
    ['to a source that is not there', 404, '/deploys/nobody/default', bearer],
    [
      'to /deploys for an endpoint that is not there',
      404,
      '/deploys',
      { ...bearer, 'x-whatchanged-endpoint': 'other' },
    ],
    ['with the secret of the alerts', 401, '/deploys', { authorization: 'Bearer a-journey-alert-secret' }],
  ])('nobody %s, and nothing is stored', async (_, status, path, headers) => {
    const before = await reported();
    expect(await post(path, report, headers)).toBe(status);
    expect(await reported()).toEqual(before);
  });
});

describe('the composite action', () => {
  const contexts = {
    'github.sha': 'b'.repeat(40),
    'github.repository': SHOP,
    'github.run_id': '481',
    'github.run_attempt': '1',
    'github.server_url': 'https://github.com',
    'github.actor': 'ines"; touch /tmp/owned; "\\',
    'job.status': 'success',
  };
  const inputs = () => ({ url, secret: DEPLOY_SECRET, service: 'by-action' });

  test('reports the commit of the workflow, whatever names stand in it', async () => {
    expect(await runAction({ ...inputs(), status: 'in_progress' }, contexts)).toMatchObject({ code: 0 });
    const run = await runAction(inputs(), contexts);
    expect(run).toEqual({ code: 0, output: expect.stringContaining('"accepted"') });
    const [deploy] = await waitUntil('the deploy', async () => {
      const deploys = await ledger('by-action');
      return deploys[0]?.outcome === 'success' ? deploys : undefined;
    });
    expect(deploy).toMatchObject({
      sha: 'b'.repeat(40),
      actor: contexts['github.actor'],
      url: `https://github.com/${SHOP}/actions/runs/481`,
    });
  });

  test('fails where it is not let in, and names no secret', async () => {
    const run = await runAction({ ...inputs(), secret: 'a-wrong-deploy-secret' }, contexts);
    expect(run.code).toBe(22);
    expect(run.output).not.toContain('a-wrong-deploy-secret');
  });

  test('sends nothing for a commit that is not named in full', async () => {
    expect(await runAction({ ...inputs(), sha: 'main' }, contexts)).toMatchObject({ code: 2 });
  });
});

describe('whatchanged report-deploy', () => {
  const run = (args: readonly string[], environment: Record<string, string> = { SECRET: DEPLOY_SECRET }) =>
    new Promise<{ code: number; out: string; error: string }>((resolve) => {
      const bin = fileURLToPath(new URL('../../bin/whatchanged.js', import.meta.url));
      const env = { PATH: process.env.PATH ?? '', ...environment };
      execFile(process.execPath, [bin, 'report-deploy', ...args], { env }, (error, out, said) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, error: said });
      });
    });
  const args = (...more: string[]) => [
    ...['--url', url, '--secret-env', 'SECRET', '--repo', SHOP, '--service', 'by-command'],
    ...['--sha', 'c'.repeat(40), '--status', 'success', '--id', 'build-7', ...more],
  ];

  test('tells what was stored, and is recorded', async () => {
    const { code, out } = await run(
      args('--started-at', iso(Date.now() - 5 * MINUTE_MS), '--environment', 'production'),
    );
    expect([code, JSON.parse(out)]).toEqual([0, { outcome: 'accepted', id: expect.stringMatching(/^\d+$/) }]);
    const deploys = await waitUntil('the deploy', async () => {
      const found = await ledger('by-command');
      return found.length > 0 ? found : undefined;
    });
    expect(deploys).toMatchObject([{ sha: 'c'.repeat(40), outcome: 'success' }]);
  });

  test.each([
    ['no secret in the variable', () => args(), {}, 'SECRET'],
    ['a short commit id', () => args('--sha', 'c0ffee'), undefined, '40 hexadecimal'],
    ['no id and no pipeline', () => args().slice(0, -2), undefined, '--id'],
    ['a status that is none', () => args('--status', 'great'), undefined, 'great'],
  ])('%s is a mistake: 2', async (_, line, environment, said) => {
    const { code, error } = await run(line(), environment);
    expect([code, error]).toEqual([2, expect.stringContaining(said)]);
  });

  test('not let in is a failure: 3, and no secret is named', async () => {
    const { code, error } = await run(args(), { SECRET: 'a-wrong-deploy-secret' });
    expect([code, error]).toEqual([3, expect.stringContaining('401')]);
    expect(error).not.toContain('a-wrong-deploy-secret');
  });

  test('an overloaded server is asked again, with the very same bytes', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        bodies.push(`${String(request.headers['webhook-id'])} ${body}`);
        response.writeHead(bodies.length < 3 ? 503 : 202).end('{"outcome":"accepted","id":"1"}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const lines: string[] = [];
    const program = new Command().exitOverride();
    registerReportDeploy(program, {
      output: { out: (line) => void lines.push(line), error: () => undefined, exitCode: () => undefined },
      environment: { SECRET: DEPLOY_SECRET, GITHUB_RUN_ID: '9', GITHUB_RUN_ATTEMPT: '2' },
      clock: systemClock,
      backoffMs: 1,
    });
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const line = ['--url', address, '--secret-env', 'SECRET', '--sha', 'c'.repeat(40), '--status', 'in_progress'];
    await program.parseAsync(['node', 'whatchanged', 'report-deploy', ...line]);
    server.close();
    expect(lines).toEqual(['{"outcome":"accepted","id":"1"}']);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies).toHaveLength(3);
    expect(bodies[0]).toContain('"id":"9-2"');
  });
});

test('every call that it made is one that GitHub knows, and none is one that only people may make', () => {
  expect(started.github.violations).toEqual([]);
  expect(started.github.contractViolations).toEqual([]);
  expect(started.github.unknownRoutes).toEqual([]);
});
