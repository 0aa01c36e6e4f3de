import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listRefs } from './git/refs.ts';
import type { LocalGitHub, LocalGitHubOptions, Webhooks } from './local-github.ts';
import { accountsAndApps } from './people/accounts-and-apps.ts';
import { code } from './people/code.ts';
import { issueNumbered, repositoryNamed } from './people/context.ts';
import { deliveryOfCode } from './people/delivery-of-code.ts';
import { talk } from './people/talk.ts';
import { actionsAndReleaseRoutes } from './routes/actions-and-releases.ts';
import { appRoutes } from './routes/apps.ts';
import { commitRoutes } from './routes/commits.ts';
import { contentRoutes } from './routes/contents.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { deploymentRoutes } from './routes/deployments.ts';
import { gitDataRoutes } from './routes/git-data.ts';
import { gitRefRoutes } from './routes/git-refs.ts';
import { issueRoutes } from './routes/issues.ts';
import { manifestRoutes } from './routes/manifests.ts';
import { pullRoutes } from './routes/pulls.ts';
import { refusedRoutes } from './routes/refused.ts';
import { repositoryRoutes } from './routes/repositories.ts';
import { openContract } from './server/contract.ts';
import { newFaultBoard } from './server/faults.ts';
import { startHttpServer } from './server/http-server.ts';
import { countCalls, newJudge } from './server/request-log.ts';
import { buildRouter } from './server/router.ts';
import { answerPage } from './web/answer-page.ts';
import { enqueue, redeliver, settled } from './webhooks/outbox.ts';
import { arrived } from './world/delivery.ts';
import { newWorld } from './world/new-world.ts';
import type { World } from './world/world.ts';

/**
 * Starts a GitHub on a free port of loopback: an empty world with real git repositories behind it. `README.md` beside
 * this file shows how a test uses it.
 */
export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'local-github-'));
  const now = options.now ?? Date.now;
  const world = newWorld(folder, options.startAt);
  const judge = newJudge();
  const router = buildRouter([
    ...appRoutes(now),
    ...deliveryRoutes,
    ...manifestRoutes,
    ...repositoryRoutes,
    ...commitRoutes,
    ...gitDataRoutes,
    ...gitRefRoutes,
    ...contentRoutes,
    ...pullRoutes,
    ...issueRoutes,
    ...deploymentRoutes,
    ...actionsAndReleaseRoutes,
    ...refusedRoutes,
  ]);
  const contract = options.checkContract === false ? undefined : await openContract();
  const faults = newFaultBoard(() => world.nextId());
  const server = await startHttpServer({ world, router, contract, judge, now }, faults, (request) =>
    answerPage(world, request),
  );
  world.origin = `http://127.0.0.1:${server.port}`;
  const repository = (name: Parameters<LocalGitHub['repository']>[0]) => repositoryNamed(world, name);
  return {
    url: world.origin,
    clock: world.clock,
    webhooks: webhooksOf(world),
    ...accountsAndApps(world),
    ...code(world),
    ...talk(world),
    ...deliveryOfCode(world),
    fault: (fault) => faults.set(fault),
    repository,
    issue: (name, number) => issueNumbered(world, name, number),
    issues: (name) => [...repository(name).issues.values()],
    comments: (name, number) => [...repository(name).comments.values()].filter((one) => one.issueNumber === number),
    branches: async (name) => {
      const refs = await listRefs(repository(name).git, 'refs/heads/');
      return Object.fromEntries(refs.map((ref) => [ref.name.slice('refs/heads/'.length), ref.sha]));
    },
    file: async (name, ref, path) => {
      const found = await repository(name).git.run(['cat-file', 'blob', `${ref}:${path}`], { accept: [128] });
      return found.code === 0 ? found.stdout.toString('utf8') : undefined;
    },
    requests: judge.requests,
    get githubCalls() {
      return countCalls(judge);
    },
    violations: judge.violations,
    contractViolations: judge.contractViolations,
    unknownRoutes: judge.unknownRoutes,
    forgetRequests: () => {
      judge.requests.length = 0;
    },
    stop: async () => {
      faults.liftAll();
      world.outbox.online = false;
      world.outbox.closing.abort();
      await settled(world);
      await server.stop();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function webhooksOf(world: World): Webhooks {
  const { outbox } = world;
  return {
    deliveries: world.deliveries,
    setOnline: (online) => {
      outbox.online = online;
    },
    setUrl: (app, url) => {
      app.webhookUrl = url;
    },
    hold: () => {
      outbox.held ??= [];
    },
    release: async (order = (held) => held) => {
      const held = outbox.held ?? [];
      outbox.held = undefined;
      for (const delivery of order(held)) void enqueue(world, delivery);
      await settled(world);
    },
    deliverAll: async () => {
      const reached = new Set(world.deliveries.filter(arrived).map(({ guid }) => guid));
      const missed = new Map(world.deliveries.filter(({ guid }) => !reached.has(guid)).map((one) => [one.guid, one]));
      for (const delivery of missed.values()) void redeliver(world, delivery);
      await settled(world);
    },
    redeliver: async (delivery) => {
      void redeliver(world, delivery);
      await settled(world);
    },
    settled: () => settled(world),
  };
}
