import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import type { CommandOutput } from '../../src/cli/command-output.ts';
import { registerRevertPlan } from '../../src/cli/revert-plan.ts';
import { openLocalGitObjects } from '../../src/readers/repository/git-objects-local.ts';
import { runGit } from '../support/local-github/git/run-git.ts';
import { edited, LONG } from '../support/revert/revert-scenes.ts';

const WHO = ['-c', 'user.name=someone', '-c', 'user.email=someone@example.org'];

/** A clone in which `one` edits a file, `two` adds a migration, `three` edits the line that `one` edited. */
let directory: string;
let shas: Record<'root' | 'one' | 'two' | 'three', string>;

const git = async (...args: string[]): Promise<string> => (await runGit(directory, args)).stdout.toString().trim();

async function commit(path: string, content: string): Promise<string> {
  await writeFile(join(directory, path), content);
  await git('add', '--all');
  await git(...WHO, 'commit', '--quiet', '-m', `change ${path}`);
  return git('rev-parse', 'HEAD');
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'revert-command-'));
  await git('init', '--quiet', '-b', 'main', '.');
  shas = {
    root: await commit('a', LONG),
    one: await commit('a', edited(LONG, 3)),
    two: await commit('001_add.sql', 'create table t ();\n'),
    three: await commit('a', edited(LONG, 3, 'again')),
  };
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function run(...args: string[]) {
  const printed: string[] = [];
  const codes: number[] = [];
  const output: CommandOutput = {
    out: (line) => printed.push(line),
    error: () => undefined,
    exitCode: (code) => codes.push(code),
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  registerRevertPlan(program, output);
  await program.parseAsync(['revert-plan', '--git', directory, ...args], { from: 'user' });
  return { printed, codes };
}

const plan = async (...args: string[]) => {
  const { printed, codes } = await run(...args, '--json');
  expect(printed).toHaveLength(1);
  return { ...(JSON.parse(printed[0] ?? '') as Record<string, unknown>), codes };
};

describe('revert-plan', () => {
  test('prints one JSON object with the tree, the files and their blobs', async () => {
    expect(await plan(shas.three.slice(0, 10))).toEqual({
      outcome: 'clean',
      tree: await git('rev-parse', `${shas.two}^{tree}`),
      files: [
        {
          path: 'a',
          change: 'modified',
          from: await git('rev-parse', `${shas.three}:a`),
          to: await git('rev-parse', `${shas.one}:a`),
        },
      ],
      reasons: [],
      notes: [],
      codes: [],
    });
  });

  test('exits 1 for a conflict, with its reason in words and the later commits', async () => {
    expect(await plan(shas.one)).toMatchObject({
      outcome: 'conflict',
      tree: null,
      files: [],
      reasons: [{ code: 'lines-changed-since', path: 'a', says: 'Later commits changed the same lines of a.' }],
      notes: [{ code: 'later-lines', about: [shas.three.slice(0, 12)], level: 'warn' }],
      codes: [1],
    });
  });

  test('takes another place to stand on, by any name that git knows', async () => {
    expect(await plan('HEAD~2', '--onto', 'main~1')).toMatchObject({
      outcome: 'clean',
      tree: await treeWithoutOne(),
    });
  });

  test('takes a whole deploy, and warns of its migration', async () => {
    expect(await plan(`${shas.root}..${shas.three}`)).toMatchObject({
      outcome: 'clean',
      tree: await git('rev-parse', `${shas.root}^{tree}`),
      notes: [{ code: 'migrations' }, { code: 'migration-removed' }],
      codes: [],
    });
  });

  test('takes a deploy up to today where its end is left out', async () => {
    expect(await plan(`${shas.root}..`)).toMatchObject({ tree: await git('rev-parse', `${shas.root}^{tree}`) });
  });

  test('takes several commits', async () => {
    const tree = await git('rev-parse', `${shas.root}^{tree}`);
    expect(await plan(shas.one, shas.two, shas.three)).toMatchObject({ outcome: 'clean', tree });
  });

  test('exits 0 where nothing is left to revert', async () => {
    const undone = await commit('a', edited(LONG, 3));
    try {
      expect(await plan(shas.three, '--onto', undone)).toMatchObject({
        outcome: 'already-reverted',
        tree: await git('rev-parse', `${undone}^{tree}`),
        reasons: [{ code: 'already-undone', commit: shas.three }],
        codes: [],
      });
    } finally {
      await git('reset', '--quiet', '--hard', shas.three);
    }
  });

  test('says the same in words', async () => {
    const { printed } = await run(shas.two);
    expect(printed.join('\n').split('\n')).toEqual([
      expect.stringMatching(/^clean: tree [0-9a-f]{40}$/),
      '  removed 001_add.sql',
      '  warn: It touches database migrations (001_add.sql): only code is reverted, the schema stays as it is.',
      expect.stringMatching(/^ {2}warn: It removes migrations \(001_add\.sql\)/),
    ]);
  });

  test.each([
    ['a commit that is not there', ['0123456789012345678901234567890123456789']],
    ['an option where a commit belongs', ['HEAD', '--onto', '--all']],
    ['a file instead of a commit', ['HEAD:a']],
  ])('a mistake in the command line is told as such: %s', async (_, args) => {
    await expect(run(...args)).rejects.toMatchObject({ code: 'configuration-invalid' });
  });

  test('a clone that is cut off is refused, not guessed about', async () => {
    const shallow = await mkdtemp(join(tmpdir(), 'revert-shallow-'));
    try {
      await git('clone', '--quiet', '--bare', '--depth', '1', `file://${directory}`, shallow);
      expect(await plan('HEAD', '--git', shallow)).toMatchObject({
        outcome: 'refused',
        reasons: [{ code: 'history-missing', commit: shas.two }],
        codes: [1],
      });
    } finally {
      await rm(shallow, { recursive: true, force: true });
    }
  });

  /** The tree of `two` as it were without `one`. */
  async function treeWithoutOne(): Promise<string> {
    const blob = await git('rev-parse', `${shas.root}:a`);
    const migration = await git('rev-parse', `${shas.two}:001_add.sql`);
    const listing = `100644 blob ${migration}\t001_add.sql\n100644 blob ${blob}\ta\n`;
    return (await runGit(directory, ['mktree'], { input: listing })).stdout.toString().trim();
  }
});

describe('objects of a local clone', () => {
  test('come in the order of the requests, however large they are; what is not there is undefined', async () => {
    const large = 'x'.repeat(3_000_000);
    const input = { input: large };
    const blob = (await runGit(directory, ['hash-object', '-w', '--stdin'], input)).stdout.toString().trim();
    const tree = await git('rev-parse', 'HEAD^{tree}');
    const objects = openLocalGitObjects(directory);
    try {
      const answers = await objects.read([
        { kind: 'size', sha: blob },
        { kind: 'blob', sha: blob },
        { kind: 'commit', sha: '0'.repeat(40) },
        { kind: 'blob', sha: tree },
        { kind: 'commit', sha: shas.one },
        { kind: 'blob', sha: blob },
      ]);
      expect(answers[0]).toBe(large.length);
      expect(Buffer.from(answers[1] as Uint8Array).equals(Buffer.from(large))).toBe(true);
      expect(answers.slice(2, 4)).toEqual([undefined, undefined]);
      expect(Buffer.from(answers[4] as Uint8Array).toString()).toContain('change a');
      expect(Buffer.compare(answers[5] as Uint8Array, answers[1] as Uint8Array)).toBe(0);
    } finally {
      objects.close();
    }
  });

  test('trouble with git is thrown with its own words', async () => {
    const objects = openLocalGitObjects(join(directory, 'nowhere'));
    await expect(objects.read([{ kind: 'tree', sha: shas.one }])).rejects.toMatchObject({
      code: 'upstream-failed',
      message: expect.stringContaining('nowhere'),
    });
    objects.close();
  });
});
