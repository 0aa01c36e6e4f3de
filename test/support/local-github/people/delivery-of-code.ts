import { createDeployment, createDeploymentStatus } from '../acts/deployments.ts';
import { publishRelease, recordWorkflowRun, tellWorkflowJob } from '../acts/releases-and-runs.ts';
import { resolveCommit } from '../git/refs.ts';
import type { People, RepositoryName } from '../local-github.ts';
import { timeOf, type World } from '../world/world.ts';
import { answered, byAt, repositoryNamed } from './context.ts';

type DeliveryOfCode = Pick<
  People,
  'createDeployment' | 'createDeploymentStatus' | 'publishRelease' | 'workflowRun' | 'workflowJob'
>;

/** How code goes live: deployments, releases and workflow runs. */
export function deliveryOfCode(world: World): DeliveryOfCode {
  const named = (name: RepositoryName) => repositoryNamed(world, name);
  return {
    createDeployment: (name, from) => {
      const ref = from.ref ?? from.sha ?? named(name).defaultBranch;
      return answered(world, createDeployment(world, named(name), { ...from, ref, ...byAt(world, from) }));
    },
    createDeploymentStatus: (name, of, from) => {
      const deployment = typeof of === 'number' ? named(name).deployments.get(of) : of;
      if (deployment === undefined) throw new Error('local GitHub has no such deployment');
      return answered(world, createDeploymentStatus(world, named(name), deployment, { ...from, ...byAt(world, from) }));
    },
    publishRelease: (name, from) => {
      const target = from.target ?? named(name).defaultBranch;
      return answered(world, publishRelease(world, named(name), { ...from, target, ...byAt(world, from) }));
    },
    workflowRun: async (name, from) => {
      const repository = named(name);
      const headBranch = from.headBranch ?? repository.defaultBranch;
      const headSha = from.headSha ?? (await resolveCommit(repository.git, headBranch));
      if (headSha === undefined) throw new Error(`${headBranch} names no commit`);
      const { by, at } = byAt(world, from);
      const status = from.status ?? 'completed';
      return answered(
        world,
        recordWorkflowRun(world, repository, {
          path: from.path,
          name: from.name ?? from.path.replace(/^.*\/|\.ya?ml$/g, ''),
          event: from.event ?? 'push',
          headBranch,
          headSha,
          status,
          conclusion: from.conclusion ?? (status === 'completed' ? 'success' : null),
          startedAt: from.startedAt === undefined ? at : timeOf(world, from.startedAt),
          id: from.id,
          runAttempt: from.runAttempt,
          by,
          at,
        }),
      );
    },
    workflowJob: (name, from) => {
      const { by, at } = byAt(world, from);
      const status = from.status ?? 'completed';
      return answered(
        world,
        tellWorkflowJob(world, named(name), {
          run: from.run,
          name: from.name,
          status,
          conclusion: from.conclusion ?? (status === 'completed' ? 'success' : null),
          startedAt: from.startedAt === undefined ? at : timeOf(world, from.startedAt),
          by,
          at,
        }),
      );
    },
  };
}
