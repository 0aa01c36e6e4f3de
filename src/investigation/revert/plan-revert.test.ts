import { describe, expect, test } from '@jest/globals';
import { CLEAN_REVERTS } from '../../../test/support/revert/clean-reverts.ts';
import { memoryRepository } from '../../../test/support/revert/memory-repository.ts';
import { edited, LONG, type RevertScene } from '../../../test/support/revert/revert-scenes.ts';
import { UNCLEAN_REVERTS } from '../../../test/support/revert/unclean-reverts.ts';
import { plainText } from '../sentence.ts';
import { MOST_COMMITS } from './commits-to-revert.ts';
import { parseTree } from './objects/tree-codec.ts';
import { REVERT_REASONS, type RevertReasonCode, sayReason, sortOfReason } from './revert-reason.ts';

function play({ before, after, today }: RevertScene) {
  const repository = memoryRepository();
  repository.commit(before);
  const change = repository.commit(after);
  const tip = repository.commit(today);
  return { repository, change, tip, plan: repository.plan([change], tip) };
}

describe('what git reverts is planned', () => {
  test.each(CLEAN_REVERTS)('$name', (scene) => {
    const { repository, plan, tip } = play(scene);
    const tree = repository.treeOf(repository.commit(scene.reverted));
    const isThere = tree === repository.treeOf(tip);
    expect(plan).toMatchObject({ tree, outcome: isThere ? 'already-reverted' : 'clean' });
    expect(plan.reasons.map(({ code }) => code)).toEqual(isThere ? ['already-undone'] : []);
  });

  test.each(CLEAN_REVERTS)('with every object of the result that the repository lacks: $name', (scene) => {
    const { repository, plan } = play(scene);
    for (const { sha, bytes } of plan.objects) repository.objects.set(sha, bytes);
    const missing: string[] = [];
    const visit = (sha: string, mode: number) => {
      if (mode === 0o160000) return;
      const bytes = repository.objects.get(sha);
      if (bytes === undefined) missing.push(sha);
      else if (mode === 0o40000) for (const entry of parseTree(bytes).values()) visit(entry.sha, entry.mode);
    };
    visit(plan.tree ?? '', 0o40000);
    expect(missing).toEqual([]);
  });
});

describe('what git does not revert, or what cannot be known, is not planned', () => {
  test.each(UNCLEAN_REVERTS)('$name', ({ reason, ...scene }) => {
    const { plan } = play(scene);
    expect(plan).toMatchObject({ tree: null, files: [], objects: [] });
    expect(plan.reasons.map(({ code }) => code)).toContain(reason);
    const isConflict = plan.reasons.some((one) => sortOfReason(one) === 'conflict');
    expect(plan.outcome).toBe(isConflict ? 'conflict' : 'refused');
  });

  test('where too many files were moved at once', () => {
    const many = (folder: string, first: string) =>
      Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`${folder}/${n}${folder}`, `${first} ${n}\n`]));
    const { plan } = play({ name: '', before: many('a', 'x'), after: many('a', 'y'), today: many('b', 'z') });
    expect(plan.reasons.map(({ code }) => code)).toContain('too-many-renames');
    expect(plan.outcome).not.toBe('clean');
  });

  test('where the history is incomplete', () => {
    const { repository, change, tip } = play({
      name: '',
      before: { a: '1' },
      after: { a: '2' },
      today: { a: '2', b: '' },
    });
    const parent = /parent (\S+)/.exec(Buffer.from(repository.objects.get(change) ?? []).toString())?.[1] ?? '';
    repository.objects.delete(parent);
    expect(repository.plan([change], tip)).toMatchObject({
      outcome: 'refused',
      reasons: [{ code: 'history-missing', commit: parent }],
    });
  });
});

test('an object that is not what it should be is a failure, not a refusal', () => {
  const { repository, change, tip } = play({
    name: '',
    before: { a: '1' },
    after: { a: '2' },
    today: { a: '2', b: '' },
  });
  repository.objects.set(tip, new TextEncoder().encode('nonsense'));
  expect(() => repository.plan([change], tip)).toThrow(`object ${tip} is not a commit`);
});

describe('several commits', () => {
  test('are reverted newest first, whatever their order, each once', () => {
    const repository = memoryRepository();
    const texts = [LONG, edited(LONG, 3, 'one'), edited(LONG, 3, 'two'), edited(LONG, 3, 'three')];
    const [first = '', second = '', third = '', fourth = ''] = texts.map((a) => repository.commit({ a }));
    const plan = repository.plan([second, fourth, third, second], fourth);
    expect(plan.commits.map(({ sha }) => sha)).toEqual([fourth, third, second]);
    expect(plan.tree).toBe(repository.treeOf(first));
  });

  test('of one second, as a rebase merge leaves them, are told apart by their parents', () => {
    const repository = memoryRepository();
    const texts = [LONG, edited(LONG, 3, 'one'), edited(LONG, 3, 'two')];
    const [first = '', second = '', third = ''] = texts.map((a) => repository.commit({ a }, { committedAt: 1 }));
    expect(repository.plan([second, third], third)).toMatchObject({ outcome: 'clean', tree: repository.treeOf(first) });
  });

  test('of a merge are those of its first parent line', () => {
    const repository = memoryRepository();
    const base = repository.commit({ a: LONG });
    const side = repository.commit({ a: edited(LONG, 3) });
    const main = repository.commit({ a: LONG, b: 'b\n' }, { parents: [base] });
    const merge = repository.commit({ a: edited(LONG, 3), b: 'b\n' }, { parents: [main, side] });
    const tip = repository.commit({ a: edited(LONG, 3), b: 'b\n', c: '' });
    const reverted = repository.commit({ a: LONG, b: 'b\n', c: '' });
    expect(repository.plan([merge], tip)).toMatchObject({ outcome: 'clean', tree: repository.treeOf(reverted) });
  });

  test('some of which are undone already are reverted as far as they are there', () => {
    const repository = memoryRepository();
    repository.commit({ a: '1\n', b: '1\n' });
    const one = repository.commit({ a: '2\n', b: '1\n' });
    const two = repository.commit({ a: '2\n', b: '2\n' });
    const tip = repository.commit({ a: '1\n', b: '2\n' });
    expect(repository.plan([one, two], tip)).toMatchObject({
      outcome: 'clean',
      reasons: [{ code: 'already-undone', commit: one }],
      touched: ['b', 'a'],
    });
  });

  test('the first commit of all is reverted to nothing', () => {
    const repository = memoryRepository();
    const first = repository.commit({ 'f/a': '1\n', b: '' });
    expect(repository.plan([first], first)).toMatchObject({
      outcome: 'clean',
      tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
      files: [
        { path: 'b', change: 'removed' },
        { path: 'f/a', change: 'removed' },
      ],
    });
  });
});

describe('a whole deploy', () => {
  const history = (commits: number) => {
    const repository = memoryRepository();
    const shas = Array.from({ length: commits }, (_, n) => repository.commit({ a: `${n}\n` }));
    return { repository, shas };
  };

  test('goes back to the last good commit', () => {
    const { repository, shas } = history(5);
    const plan = repository.plan([{ lastGood: shas[1] ?? '', bad: shas[4] ?? '' }], shas[4] ?? '');
    expect(plan).toMatchObject({ outcome: 'clean', tree: repository.treeOf(shas[1] ?? '') });
    expect(plan.commits.map(({ sha }) => sha)).toEqual([shas[4], shas[3], shas[2]]);
  });

  test('is refused where the last good commit is not before the bad one', () => {
    const { repository, shas } = history(3);
    const plan = repository.plan([{ lastGood: shas[2] ?? '', bad: shas[1] ?? '' }], shas[2] ?? '');
    expect(plan).toMatchObject({ outcome: 'refused', reasons: [{ code: 'range-not-in-line', commit: shas[1] }] });
  });

  test('is refused where it is endless', () => {
    const { repository, shas } = history(MOST_COMMITS + 2);
    const bad = shas.at(-1) ?? '';
    expect(repository.plan([{ lastGood: shas[0] ?? '', bad }], bad)).toMatchObject({
      outcome: 'refused',
      reasons: [{ code: 'range-too-long', commit: bad }],
    });
  });
});

describe('a revert of a revert', () => {
  test.each([
    'Revert "change"\n\nof old',
    'Take it back\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.',
  ])('is not planned by itself: %j', (message) => {
    const repository = memoryRepository();
    const before = repository.commit({ a: '1\n' });
    const revert = repository.commit({ a: '2\n' }, { message });
    expect(repository.plan([revert], revert)).toMatchObject({
      outcome: 'refused',
      tree: null,
      reasons: [{ code: 'revert-of-revert', commit: revert }],
      touched: ['a'],
    });
    expect(repository.plan([revert], revert, true)).toMatchObject({
      outcome: 'clean',
      tree: repository.treeOf(before),
    });
  });

  test('is not seen in a commit that merely speaks of reverts', () => {
    const repository = memoryRepository();
    repository.commit({ a: '1\n' });
    const commit = repository.commit({ a: '2\n' }, { message: 'Plan reverts\n\nSee how this reverts commits.' });
    expect(repository.plan([commit], commit).outcome).toBe('clean');
  });
});

describe('what is planned is told', () => {
  test('file by file, with the blobs', () => {
    const { plan } = play({
      name: '',
      before: {
        a: '1\n',
        mode: 'm\n',
        kind: 'k\n',
        gone: 'g\n',
        '.gitattributes': '*.psd filter=lfs\n',
        'd/x.psd': 'p\n',
      },
      after: {
        a: '2\n',
        mode: { mode: 0o100755, content: 'm\n' },
        kind: { mode: 0o120000, content: 'k' },
        'h\xe9': 'new\n',
        '.gitattributes': '*.psd filter=lfs\n',
        'd/x.psd': 'q\n',
      },
      today: {
        a: '2\n',
        mode: { mode: 0o100755, content: 'm\n' },
        kind: { mode: 0o120000, content: 'k' },
        'h\xe9': 'new\n',
        '.gitattributes': '*.psd filter=lfs\n',
        'd/x.psd': 'q\n',
      },
    });
    expect(plan.files.map(({ path, change, isLfs }) => [path, change, isLfs])).toEqual([
      ['a', 'modified', false],
      ['d/x.psd', 'modified', true],
      ['gone', 'added', false],
      ['h\ufffd', 'removed', false],
      ['kind', 'kind', false],
      ['mode', 'mode', false],
    ]);
  });

  test('a commit that changes nothing is told from one that is undone', () => {
    const repository = memoryRepository();
    repository.commit({ a: '1\n' });
    const empty = repository.commit({ a: '1\n' });
    expect(repository.plan([empty], empty)).toMatchObject({
      outcome: 'already-reverted',
      tree: repository.treeOf(empty),
      reasons: [{ code: 'changes-nothing', commit: empty }],
    });
  });
});

describe('every reason', () => {
  const OTHERS: readonly RevertReasonCode[] = [
    'too-many-renames',
    'history-missing',
    'range-not-in-line',
    'range-too-long',
    'revert-of-revert',
    'already-undone',
    'changes-nothing',
  ];

  test('is shown by an example above, and every example has a reason that exists', () => {
    const shown = new Set([...UNCLEAN_REVERTS.map(({ reason }) => reason), ...OTHERS]);
    expect([...shown].sort()).toEqual([...REVERT_REASONS].sort());
  });

  test.each(REVERT_REASONS)('is a sentence even where a name is not known: %s', (code) => {
    expect(plainText(sayReason({ code }))).toMatch(/\.$/);
  });

  test('has one sentence, which names what it is about as code', () => {
    const said = REVERT_REASONS.map((code) =>
      sayReason({ code, path: 'a/path', other: 'other/path', commit: 'c'.repeat(40) }),
    );
    expect(new Set(said.map(plainText)).size).toBe(REVERT_REASONS.length);
    for (const sentence of said) {
      expect(sentence.filter((phrase) => typeof phrase === 'object').length).toBeGreaterThan(0);
      expect(sentence.filter((phrase) => typeof phrase === 'string' && /a\/path|cccc/.test(phrase))).toEqual([]);
    }
  });
});
