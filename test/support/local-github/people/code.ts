import { account } from '../acts/accounts.ts';
import { moveRef } from '../acts/push.ts';
import {
  archiveRepository,
  commit,
  createRepository,
  deleteRepository,
  imposterCommit,
  type NewCommit,
  renameRepository,
} from '../acts/repositories.ts';
import { listRefs } from '../git/refs.ts';
import type { CommitAct, People, RepositoryName } from '../local-github.ts';
import { timeOf, type World } from '../world/world.ts';
import { answered, byAt, repositoryNamed } from './context.ts';

type Code = Pick<
  People,
  | 'createRepository'
  | 'importFrom'
  | 'addCollaborator'
  | 'removeCollaborator'
  | 'addRule'
  | 'renameRepository'
  | 'deleteRepository'
  | 'archiveRepository'
  | 'setIssuesEnabled'
  | 'commit'
  | 'imposterCommit'
  | 'forcePush'
  | 'deleteBranch'
  | 'tag'
>;

/** Repositories and what is pushed to them. */
export function code(world: World): Code {
  const named = (name: RepositoryName) => repositoryNamed(world, name);
  const toCommit = (name: RepositoryName, act: CommitAct): NewCommit => {
    const at = timeOf(world, act.at ?? act.date);
    const author = typeof act.author === 'object' ? act.author : account(world, act.author ?? 'octo-maintainer');
    return {
      branch: act.branch ?? named(name).defaultBranch,
      from: act.from,
      message: act.message,
      files: act.files ?? {},
      author: { name: author.name, email: author.email },
      date: act.date === undefined ? at : timeOf(world, act.date),
      by: typeof act.author === 'string' ? account(world, act.author) : account(world, 'octo-maintainer'),
      at,
    };
  };
  return {
    createRepository: (name, from = {}) => {
      const [owner = '', short = ''] = name.split('/');
      return createRepository(world, {
        id: from.id ?? world.nextId(),
        owner: account(world, owner, 'Organization'),
        name: short,
        private: from.private ?? true,
        defaultBranch: from.defaultBranch ?? 'main',
        at: timeOf(world, from.at),
      });
    },
    importFrom: async (name, path) => {
      const { git, defaultBranch } = named(name);
      await git.run(['fetch', '--quiet', path, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*']);
      const branches = await listRefs(git, 'refs/heads/');
      if (!branches.some((ref) => ref.name === `refs/heads/${defaultBranch}`)) {
        throw new Error(`${path} has no branch ${defaultBranch}: name its default branch in createRepository`);
      }
    },
    addCollaborator: (name, login, level) => {
      named(name).collaborators.set(account(world, login).login.toLowerCase(), level);
    },
    removeCollaborator: (name, login) => {
      named(name).collaborators.delete(login.toLowerCase());
    },
    addRule: (name, rule) => {
      named(name).rules.push(rule);
    },
    renameRepository: (name, to, from) => {
      const { by, at } = byAt(world, from);
      return answered(world, renameRepository(world, named(name), to, by, at));
    },
    deleteRepository: (name, from) => {
      const { by, at } = byAt(world, from);
      return answered(world, deleteRepository(world, named(name), by, at));
    },
    archiveRepository: (name, from) => {
      const { by, at } = byAt(world, from);
      return answered(world, archiveRepository(world, named(name), by, at));
    },
    setIssuesEnabled: (name, enabled) => {
      named(name).hasIssues = enabled;
    },
    commit: (name, act) => answered(world, commit(world, named(name), toCommit(name, act))),
    imposterCommit: (name, act) =>
      imposterCommit(named(name), { ...toCommit(name, act), branch: act.branch ?? 'fork' }),
    forcePush: (name, branch, sha, from) =>
      answered(world, moveRef(world, named(name), { ref: `refs/heads/${branch}`, after: sha, ...byAt(world, from) })),
    deleteBranch: (name, branch, from) =>
      answered(
        world,
        moveRef(world, named(name), { ref: `refs/heads/${branch}`, after: undefined, ...byAt(world, from) }),
      ),
    tag: async (name, tag, sha, from = {}) => {
      const { git } = named(name);
      const { by, at } = byAt(world, from);
      const target = from.message === undefined ? sha : await annotate(git, tag, sha, from.message, by, at);
      await answered(world, moveRef(world, named(name), { ref: `refs/tags/${tag}`, after: target, by, at }));
    },
  };
}

async function annotate(
  git: ReturnType<World['openGit']>,
  tag: string,
  sha: string,
  message: string,
  by: { readonly name: string; readonly email: string },
  at: number,
): Promise<string> {
  const tagger = `${by.name} <${by.email}> ${Math.floor(at / 1000)} +0000`;
  const input = `object ${sha}\ntype commit\ntag ${tag}\ntagger ${tagger}\n\n${message}\n`;
  return (await git.text(['mktag'], { input })).trim();
}
