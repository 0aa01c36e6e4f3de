import { describe, expect, test } from '@jest/globals';
import { type MemoryFiles, memoryRepository } from '../../../../test/support/revert/memory-repository.ts';
import { plainText } from '../../sentence.ts';
import type { LaterCommit } from './later-commit.ts';
import { sortOfPath } from './path-rules.ts';
import { preflight } from './preflight.ts';
import { levelOfNote, PREFLIGHT_CODES, type PreflightCode, sayNote } from './preflight-note.ts';

interface Example {
  readonly code: PreflightCode;
  readonly before: MemoryFiles;
  readonly after: MemoryFiles;
  readonly message?: string;
  readonly later?: readonly LaterCommit[];
  readonly about: readonly string[];
}

const change = (path: string) => ({ before: { [path]: '1\n' }, after: { [path]: '2\n' }, about: [path] });
const many = (content: string) => Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${100 + n}`, content]));
const submodule = (digit: string) => ({ mode: 0o160000, content: digit.repeat(40) });
const LFS = { '.gitattributes': '*.psd filter=lfs\n' };

const EXAMPLES: readonly Example[] = [
  { code: 'workflow-files', ...change('.github/workflows/ci.yml') },
  { code: 'migrations', ...change('db/migrate/001_add.rb') },
  { code: 'migration-removed', before: { a: '' }, after: { a: '', 'x.sql': 'create' }, about: ['x.sql'] },
  { code: 'lockfiles', ...change('web/package-lock.json') },
  { code: 'generated-files', ...change('src/api.pb.go') },
  { code: 'changelogs', ...change('CHANGELOG.md') },
  { code: 'large', before: many('1'), after: many('2'), about: Object.keys(many('')) },
  { code: 'submodules', before: { s: submodule('1') }, after: { s: submodule('2') }, about: ['s'] },
  { code: 'lfs-files', before: { ...LFS, 'a.psd': '1' }, after: { ...LFS, 'a.psd': '2' }, about: ['a.psd'] },
  {
    code: 'later-commits',
    ...change('a'),
    later: [
      { sha: '1'.repeat(40), paths: ['b', 'a'] },
      { sha: '2'.repeat(40), paths: ['b'] },
    ],
    about: ['1'.repeat(12)],
  },
  {
    code: 'later-lines',
    ...change('a'),
    later: [{ sha: '1'.repeat(40), paths: ['a'], near: { kind: 'lines' } }],
    about: ['1'.repeat(12)],
  },
  {
    code: 'later-functions',
    ...change('a'),
    later: [{ sha: '1'.repeat(40), paths: ['a'], near: { kind: 'function', name: 'total() {' } }],
    about: [`${'1'.repeat(12)} total() {`],
  },
];

function play({ before, after, message, later }: Omit<Example, 'code' | 'about'>) {
  const repository = memoryRepository();
  repository.commit(before);
  const commit = repository.commit(after, message === undefined ? {} : { message });
  const plan = repository.plan([commit], commit, true);
  return { commit, notes: preflight(plan, later) };
}

describe('what to know before a revert', () => {
  test.each(EXAMPLES)('$code', ({ code, about, ...example }) => {
    expect(play(example).notes).toContainEqual({ code, about });
  });

  test.each(['Fix CVE-2026-12345', 'Close GHSA-abcd-ef01-2345', 'A security fix for the parser'])(
    'security: %s',
    (message) => {
      const { commit, notes } = play({ ...change('a'), message });
      expect(notes).toEqual([{ code: 'security-fix', about: [commit.slice(0, 12)] }]);
      expect(notes.map(levelOfNote)).toEqual(['admin']);
    },
  );

  test('an ordinary change has nothing to say', () => {
    expect(play({ ...change('src/security.ts'), message: 'Tidy the security page' }).notes).toEqual([]);
  });

  test('a revert that is undone', () => {
    const { commit, notes } = play({ ...change('a'), message: 'Revert "a"' });
    expect(notes).toEqual([{ code: 'brings-back', about: [commit.slice(0, 12)] }]);
  });

  test('a merge, and a part that is undone already', () => {
    const repository = memoryRepository();
    const base = repository.commit({ a: '1\n', b: '1\n' });
    const side = repository.commit({ a: '2\n', b: '1\n' });
    const merge = repository.commit({ a: '2\n', b: '1\n' }, { parents: [base, side] });
    const other = repository.commit({ a: '2\n', b: '2\n' });
    const tip = repository.commit({ a: '1\n', b: '2\n' });
    expect(preflight(repository.plan([merge, other], tip))).toEqual([
      { code: 'merge-commit', about: [merge.slice(0, 12)] },
      { code: 'partly-undone', about: [merge.slice(0, 12)] },
    ]);
  });

  test('is said of a plan that is not clean too', () => {
    const repository = memoryRepository();
    repository.commit({ 'db/1.sql': '1\n' });
    const commit = repository.commit({ 'db/1.sql': '2\n' });
    const tip = repository.commit({ 'db/1.sql': '3\n' });
    const plan = repository.plan([commit], tip);
    expect(plan.outcome).toBe('conflict');
    expect(preflight(plan, [{ sha: tip, paths: ['db/1.sql'] }]).map(({ code }) => code)).toEqual([
      'migrations',
      'later-commits',
    ]);
  });

  test('every note is shown above, has one sentence, and its foreign names stand in code', () => {
    const shown = [...EXAMPLES.map(({ code }) => code), 'security-fix', 'brings-back', 'merge-commit', 'partly-undone'];
    expect(new Set(shown)).toEqual(new Set(PREFLIGHT_CODES));
    const said = PREFLIGHT_CODES.map((code) => sayNote({ code, about: ['foreign/name', 'two', 'three', 'four'] }));
    expect(new Set(said.map(plainText)).size).toBe(PREFLIGHT_CODES.length);
    for (const sentence of said) {
      expect(sentence.filter((phrase) => typeof phrase === 'string' && phrase.includes('foreign'))).toEqual([]);
    }
    expect(plainText(sayNote({ code: 'lockfiles', about: ['a', 'b', 'c', 'd'] }))).toContain('(a, b, c and 1 more)');
  });

  test('only workflows are refused, and migrations are never called safe', () => {
    const refused = PREFLIGHT_CODES.filter((code) => levelOfNote({ code, about: [] }) === 'refuse');
    expect(refused).toEqual(['workflow-files']);
    expect(levelOfNote({ code: 'migrations', about: [] })).toBe('warn');
    expect(plainText(sayNote({ code: 'later-commits', about: ['a', 'b'] }))).toContain('2 later commits');
    expect(plainText(sayNote({ code: 'later-commits', about: ['a'] }))).toContain(
      '1 later commit touched the same files, elsewhere',
    );
  });
});

describe('the sort of a path', () => {
  test.each([
    ['.github/workflows/deploy.yml', 'workflow'],
    ['.github/workflows-old/deploy.yml', 'other'],
    ['.github/dependabot.yml', 'other'],
    ['db/migrate/20260101_add.rb', 'migration'],
    ['app/migrations/0001_initial.py', 'migration'],
    ['tests/migrations/0001_initial.py', 'migration'],
    ['prisma/schema.prisma', 'migration'],
    ['alembic/versions/1a2b_add.py', 'migration'],
    ['src/main/resources/V2__add_column.java', 'migration'],
    ['db/changelog.xml', 'migration'],
    ['priv/repo/seeds.exs', 'migration'],
    ['queries/report.SQL', 'migration'],
    ['db/schema.rb', 'migration'],
    ['pnpm-lock.yaml', 'lockfile'],
    ['go.sum', 'lockfile'],
    ['dist/app.js', 'generated'],
    ['public/app.min.js', 'generated'],
    ['src/client.generated.ts', 'generated'],
    ['src/__snapshots__/a.snap', 'generated'],
    ['CHANGELOG.md', 'changelog'],
    ['VERSION', 'changelog'],
    ['src/history.ts', 'changelog'],
    ['src/migrate-users.ts', 'other'],
    ['README.md', 'other'],
  ])('%s is %s', (path, sort) => {
    expect(sortOfPath(path)).toBe(sort);
  });
});
