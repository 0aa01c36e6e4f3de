import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha1 } from '../../../../test/support/revert/memory-repository.ts';
import { bytesOfText, readablePath, textOfBytes } from './byte-text.ts';
import { canonicalMode, EMPTY_BLOB, EMPTY_TREE, kindOf } from './git-object.ts';
import { openObjectDesk, readBlobs, readSizes, treeOf, writeBlob, writeTree } from './object-desk.ts';
import { parseCommit } from './parse-commit.ts';
import type { Planning } from './planning.ts';
import { runPlanning } from './run-planning.ts';
import { encodeTree, parseTree } from './tree-codec.ts';

const sha = (digit: string) => digit.repeat(40);

describe('trees', () => {
  const names = fc.stringMatching(/^[ -.0-~\u0080-\u00ff]{1,8}$/);
  const modes = fc.constantFrom(0o100644, 0o100755, 0o120000, 0o160000, 0o40000);
  const shas = fc.stringMatching(/^[0-9a-f]{40}$/);

  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.dictionary(names, fc.record({ mode: modes, sha: shas })), (entries) => {
        expect(Object.fromEntries(parseTree(encodeTree(Object.entries(entries))))).toEqual({ ...entries });
      }),
    );
  });

  test("stand in git's order, a folder as if its name ended with a slash", () => {
    const entries = [
      ['a', { mode: 0o40000, sha: sha('1') }],
      ['a.b', { mode: 0o100644, sha: sha('2') }],
      ['a0', { mode: 0o100644, sha: sha('3') }],
    ] as const;
    expect([...parseTree(encodeTree(entries.toReversed())).keys()]).toEqual(['a.b', 'a', 'a0']);
  });

  test.each(['', '100644', '100644 name', '100644 name\0short'].slice(1))('cut off are told: %j', (text) => {
    expect(() => parseTree(bytesOfText(text))).toThrow('ends too early');
  });

  test('hold modes as git writes them today', () => {
    expect([0o100664, 0o100600, 0o100700, 0o100755, 0o120777, 0o40755, 0o160000, 0o20000].map(canonicalMode)).toEqual([
      0o100644, 0o100644, 0o100755, 0o100755, 0o120000, 0o40000, 0o160000, 0o160000,
    ]);
    expect([0o100644, 0o120000, 0o40000, 0o160000].map(kindOf)).toEqual(['file', 'link', 'folder', 'submodule']);
  });
});

describe('commits', () => {
  test('with all that git may write in their head', () => {
    const text = [
      `tree ${sha('a')}`,
      `parent ${sha('b')}`,
      `parent ${sha('c')}`,
      'author A > B <a@b> 1 +0000',
      'committer C <c@d> 1700000000 +0200',
      'gpgsig -----BEGIN',
      ` parent ${sha('d')}`,
      '',
      'Title\n\ntree of words',
    ].join('\n');
    expect(parseCommit(sha('f'), bytesOfText(text))).toEqual({
      sha: sha('f'),
      tree: sha('a'),
      parents: [sha('b'), sha('c')],
      committedAt: 1_700_000_000,
      message: 'Title\n\ntree of words',
    });
  });

  test('without parents, time and message', () => {
    expect(parseCommit(sha('f'), bytesOfText(`tree ${sha('a')}\n`))).toMatchObject({
      parents: [],
      committedAt: 0,
      message: '',
    });
  });

  test('that are none are told', () => {
    expect(() => parseCommit(sha('f'), bytesOfText('object x'))).toThrow(sha('f'));
  });
});

describe('bytes as text', () => {
  test('lose nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
        expect(bytesOfText(textOfBytes(bytes))).toEqual(bytes);
      }),
      { numRuns: 20 },
    );
  });

  test('are read by people as UTF-8', () => {
    expect(readablePath('h\u00c3\u00a9')).toBe('h\u00e9');
  });
});

describe('objects at hand', () => {
  test('are asked for once, in one batch, and empty ones never', () => {
    const desk = openObjectDesk(sha1);
    const reading = readBlobs(desk, [sha('1'), sha('2'), sha('1'), EMPTY_BLOB]);
    expect(reading.next([])).toEqual({
      done: false,
      value: [
        { kind: 'blob', sha: sha('1') },
        { kind: 'blob', sha: sha('2') },
      ],
    });
    expect(reading.next([bytesOfText('one'), bytesOfText('two')]).done).toBe(true);
    expect(readBlobs(desk, [sha('2')]).next([]).done).toBe(true);
    expect(readSizes(desk, [EMPTY_BLOB]).next([]).done).toBe(true);
  });

  test('that were not read yet are not made up', () => {
    const desk = openObjectDesk(sha1);
    expect(treeOf(desk, undefined).size).toBe(0);
    expect(() => treeOf(desk, sha('1'))).toThrow('was not read');
  });

  test('that were written need not be read, and have the names that git gives', () => {
    const desk = openObjectDesk(sha1);
    // The SHA that `git hash-object` gives for these bytes.
    expect(writeBlob(desk, bytesOfText('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(writeTree(desk, new Map())).toBe(EMPTY_TREE);
    expect([...desk.written.keys()]).toEqual(['ce013625030ba8dba906f756967f9e9ca394464a']);
    expect(readSizes(desk, ['ce013625030ba8dba906f756967f9e9ca394464a']).next([]).done).toBe(true);
  });
});

test('a plan runs to its end with what is read for it', async () => {
  function* plan(): Planning<string> {
    const [one] = yield [{ kind: 'size', sha: sha('1') }];
    const [two] = yield [{ kind: 'size', sha: sha('2') }];
    return `${Number(one)} ${Number(two)}`;
  }
  expect(await runPlanning(plan(), async (requests) => requests.map((request) => Number(request.sha[0])))).toBe('1 2');
});
