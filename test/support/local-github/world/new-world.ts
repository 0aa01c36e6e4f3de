import { join } from 'node:path';
import { openGitRepository } from '../git/git-repository.ts';
import type { Account } from './account.ts';
import type { At, World } from './world.ts';

/** Who commits what GitHub itself writes, such as a merge by its button. */
const WEB_FLOW: Account = {
  id: 19_864_447,
  login: 'web-flow',
  type: 'User',
  name: 'GitHub',
  email: 'noreply@github.com',
  createdAt: Date.parse('2016-06-10T00:00:00Z'),
};

/** An empty world. Its time stands still at `startAt`, or follows the system. */
export function newWorld(folder: string, startAt: At | undefined): World {
  let lastId = 1000;
  let fixed = startAt === undefined ? undefined : toMs(startAt);
  const now = () => fixed ?? Date.now();
  return {
    origin: 'http://127.0.0.1',
    folder,
    clock: {
      now,
      set: (at) => {
        fixed = toMs(at);
      },
      advance: (milliseconds) => {
        fixed = now() + milliseconds;
      },
    },
    accounts: new Map([[WEB_FLOW.login, WEB_FLOW]]),
    apps: new Map(),
    installations: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    manifests: new Map(),
    deliveries: [],
    outbox: {
      online: true,
      held: undefined,
      tail: Promise.resolve(),
      pending: new Set(),
      closing: new AbortController(),
    },
    nextId: () => ++lastId,
    openGit: (name) => openGitRepository(join(folder, name)),
  };
}

function toMs(at: At): number {
  return typeof at === 'number' ? at : Date.parse(at);
}
