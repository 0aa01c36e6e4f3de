import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { answer, type Script, scriptedGitHub } from '../../../test/support/github/scripted-github.ts';
import { githubObjects } from './git-objects-github.ts';

const [BLOB, OTHER, COMMIT] = ['b'.repeat(40), 'd'.repeat(40), 'c'.repeat(40)];
const FOLDER = treeOf([['100644', 'x.ts', OTHER]]);
const ROOT = treeOf([
  ['100755', 'run', BLOB],
  ['40000', 'src', FOLDER.sha],
]);
const BLOBS = 'GET /repos/o/r/git/blobs';
const TREES = 'GET /repos/o/r/git/trees';
const whole = `${TREES}/${ROOT.sha}?recursive=1`;
const one = `${TREES}/${ROOT.sha}`;
const ENTRIES = [
  { path: 'run', mode: '100755', type: 'blob', sha: BLOB, size: 12 },
  { path: 'src', mode: '040000', type: 'tree', sha: FOLDER.sha },
];
const BELOW = { path: 'src/x.ts', mode: '100644', type: 'blob', sha: OTHER, size: 3 };
const commit = {
  sha: COMMIT,
  message: 'Change',
  tree: { sha: ROOT.sha },
  parents: [{ sha: 'e'.repeat(40) }],
  committer: { date: '2026-11-25T12:00:00Z' },
};

/** A tree in git's own form, written here by hand. */
function treeOf(entries: readonly (readonly [mode: string, name: string, sha: string])[]) {
  const parts = entries.map(([mode, name, sha]) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(sha, 'hex')]),
  );
  const bytes = Buffer.concat(parts);
  const sha = createHash('sha1').update(`tree ${bytes.length}\0`).update(bytes).digest('hex');
  return { sha, bytes: new Uint8Array(bytes) };
}

async function open(script: Script) {
  const { access, requests } = scriptedGitHub(script);
  const octokit = await access.forRepository(1, 7, { contents: 'read' });
  return { read: githubObjects({ octokit, owner: 'o', repo: 'r' }), requests };
}

describe('trees', () => {
  test('of a commit come whole, in one call, with the sizes of what is in them', async () => {
    const { read, requests } = await open({
      [`GET /repos/o/r/git/commits/${COMMIT}`]: commit,
      [whole]: { truncated: false, tree: [...ENTRIES, BELOW] },
    });
    const [bytes] = await read([{ kind: 'commit', sha: COMMIT }]);
    expect(new TextDecoder().decode(bytes as Uint8Array)).toBe(
      `tree ${ROOT.sha}\nparent ${'e'.repeat(40)}\ncommitter github <> 1795608000 +0000\n\nChange`,
    );
    expect(await read([{ kind: 'tree', sha: ROOT.sha }])).toEqual([ROOT.bytes]);
    expect(
      await read([
        { kind: 'tree', sha: FOLDER.sha },
        { kind: 'size', sha: BLOB },
        { kind: 'size', sha: OTHER },
      ]),
    ).toEqual([FOLDER.bytes, 12, 3]);
    expect(requests).toHaveLength(2);
  });

  test('are read one by one where GitHub cuts the whole', async () => {
    const { read, requests } = await open({
      [`GET /repos/o/r/git/commits/${COMMIT}`]: commit,
      [whole]: { truncated: true, tree: ENTRIES.slice(0, 1) },
      [one]: { truncated: false, tree: ENTRIES },
    });
    await read([{ kind: 'commit', sha: COMMIT }]);
    expect(await read([{ kind: 'tree', sha: ROOT.sha }])).toEqual([ROOT.bytes]);
    expect(requests.slice(1)).toEqual([whole, one]);
  });

  test('that is of no commit read before is asked for alone', async () => {
    const { read, requests } = await open({ [one]: { truncated: false, tree: ENTRIES } });
    expect(await read([{ kind: 'tree', sha: ROOT.sha }])).toEqual([ROOT.bytes]);
    expect(requests).toEqual([one]);
  });

  test('whose bytes cannot be made again counts as not there', async () => {
    const { read } = await open({ [one]: { truncated: false, tree: [{ ...ENTRIES[0], path: 'ru\ufffd' }] } });
    expect(await read([{ kind: 'tree', sha: ROOT.sha }])).toEqual([undefined]);
  });

  test.each(['path', 'mode', 'sha'])('an entry without its %s makes no tree of that name', async (missing) => {
    const { read } = await open({
      [one]: { truncated: false, tree: [{ ...ENTRIES[0], [missing]: undefined }, ENTRIES[1]] },
    });
    expect(await read([{ kind: 'tree', sha: ROOT.sha }])).toEqual([undefined]);
  });
});

describe('blobs', () => {
  const bytes = new Uint8Array([0xff, 0, 1]);

  test('tell their size with their bytes, and are read once', async () => {
    const content = Buffer.from(bytes).toString('base64');
    const { read, requests } = await open({ [`${BLOBS}/${BLOB}`]: { content, encoding: 'base64' } });
    expect(await read([{ kind: 'size', sha: BLOB }])).toEqual([3]);
    expect(await read([{ kind: 'blob', sha: BLOB }])).toEqual([bytes]);
    expect(requests).toHaveLength(1);
  });

  test('may come as text', async () => {
    const { read } = await open({ [`${BLOBS}/${BLOB}`]: { content: 'ä', encoding: 'utf-8' } });
    expect(await read([{ kind: 'blob', sha: BLOB }])).toEqual([new Uint8Array([0xc3, 0xa4])]);
  });

  test('are answered in the order of the requests, however many', async () => {
    const shas = Array.from({ length: 20 }, (_, at) => at.toString(16).padStart(40, '0'));
    const { read } = await open(
      Object.fromEntries(
        shas.map((sha, at) => [
          `${BLOBS}/${sha}`,
          { content: Buffer.alloc(at).toString('base64'), encoding: 'base64' },
        ]),
      ),
    );
    expect(await read(shas.map((sha) => ({ kind: 'size', sha })))).toEqual(shas.map((_, at) => at));
  });
});

test.each([404, 409, 422])('what GitHub does not have (%s) is not there', async (status) => {
  const { read } = await open({ [`${BLOBS}/${BLOB}`]: answer(status) });
  expect(await read([{ kind: 'blob', sha: BLOB }])).toEqual([undefined]);
});

test('trouble is not taken for absence, and says what was read', async () => {
  const { read } = await open({ [`${BLOBS}/${BLOB}`]: answer(502) });
  await expect(read([{ kind: 'blob', sha: BLOB }])).rejects.toMatchObject({
    code: 'upstream-failed',
    retryable: true,
    message: expect.stringMatching(`^Reading the git blob ${BLOB}: GitHub answered 502 `),
  });
});
