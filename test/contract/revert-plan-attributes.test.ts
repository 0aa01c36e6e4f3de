import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runPlanning } from '../../src/investigation/revert/objects/run-planning.ts';
import { planRevert } from '../../src/investigation/revert/plan-revert.ts';
import { openLocalGitObjects, sha1 } from '../../src/readers/repository/git-objects-local.ts';
import { runGit } from '../support/local-github/git/run-git.ts';
import { edited, LONG } from '../support/revert/revert-scenes.ts';

/** The .gitattributes files, the path that is merged, and whether git takes its lines apart. */
const CASES: readonly (readonly [attributes: Readonly<Record<string, string>>, path: string, isPlain: boolean])[] = [
  [{}, 'a.txt', true],
  [{ '.gitattributes': '* text=auto eol=lf\n*.txt diff=word\n' }, 'a.txt', true],
  [{ '.gitattributes': '*.lock binary\n' }, 'sub/a.lock', false],
  [{ '.gitattributes': '*.lock -diff\n' }, 'sub/a.lock', true],
  [{ '.gitattributes': '*.lock -merge\n' }, 'a.lock', false],
  [{ '.gitattributes': '/*.lock -merge\n' }, 'sub/a.lock', true],
  [{ '.gitattributes': 'sub/*.lock -merge\n' }, 'sub/a.lock', false],
  [{ '.gitattributes': 'sub/*.lock -merge\n' }, 'sub/deep/a.lock', true],
  [{ '.gitattributes': 'sub/**/*.lock -merge\n' }, 'sub/deep/er/a.lock', false],
  [{ '.gitattributes': 'sub/**/*.lock -merge\n' }, 'sub/a.lock', false],
  [{ '.gitattributes': 'sub/** -merge\n' }, 'sub/deep/a.lock', false],
  [{ '.gitattributes': '**/deep/a.lock -merge\n' }, 'sub/deep/a.lock', false],
  [{ '.gitattributes': 'sub -merge\n' }, 'sub/a.lock', true],
  [{ '.gitattributes': 'sub/ -merge\n' }, 'sub/a.lock', true],
  [{ '.gitattributes': '[ab]?[!x].lock -merge\n' }, 'a1y.lock', false],
  [{ '.gitattributes': '[ab]?[!x].lock -merge\n' }, 'a1x.lock', true],
  [{ '.gitattributes': '[a-c]*[0-9].lock -merge\n' }, 'bzz7.lock', false],
  [{ '.gitattributes': 'a\\*.lock -merge\n' }, 'ab.lock', true],
  [{ '.gitattributes': '"with space.lock" -merge\n' }, 'with space.lock', false],
  [{ '.gitattributes': '# *.lock -merge\n\n  *.lock   -merge  \n' }, 'a.lock', false],
  [{ '.gitattributes': '*.lock -merge\n*.lock merge\n' }, 'a.lock', true],
  [{ '.gitattributes': '*.lock -merge\n*.lock !merge\n' }, 'a.lock', true],
  [{ '.gitattributes': '*.lock binary\n*.lock merge=text\n' }, 'a.lock', true],
  [{ '.gitattributes': '*.lock -merge\n', 'sub/.gitattributes': 'a.lock merge\n' }, 'sub/a.lock', true],
  [{ '.gitattributes': '*.lock merge\n', 'sub/.gitattributes': '*.lock -merge\n' }, 'sub/deep/a.lock', false],
  [{ '.gitattributes': '[attr]generated -merge -diff\n*.lock generated\n' }, 'a.lock', false],
  [{ '.gitattributes': '[attr]generated -merge\n*.lock generated\n*.lock -generated\n' }, 'a.lock', true],
  [{ '.gitattributes': '*.lock merge=binary\n' }, 'a.lock', false],
  [{ '.gitattributes': '*.lock merge=union\n' }, 'a.lock', true],
];

const WHO = ['-c', 'user.name=someone', '-c', 'user.email=someone@example.org'];

describe('.gitattributes decide as they do in git', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'revert-attributes-'));
    await runGit(directory, ['init', '--quiet', '-b', 'main', '.']);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const commit = async (files: Readonly<Record<string, string>>): Promise<string> => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content);
    }
    await runGit(directory, ['add', '--all']);
    await runGit(directory, [...WHO, 'commit', '--quiet', '-m', 'change']);
    return (await runGit(directory, ['rev-parse', 'HEAD'])).stdout.toString().trim();
  };

  test.each(CASES)('%j for %s: merged as text %s', async (attributes, path, isPlain) => {
    await commit({ ...attributes, [path]: LONG });
    const change = await commit({ [path]: edited(LONG, 3) });
    const onto = await commit({ [path]: edited(edited(LONG, 3), 30) });
    const { code } = await runGit(directory, [...WHO, 'revert', '--no-edit', change], { accept: [1] });
    expect(code === 0).toBe(isPlain);

    const objects = openLocalGitObjects(directory);
    const plan = await runPlanning(planRevert({ what: [change], onto, mayRevertReverts: false, sha1 }), objects.read);
    objects.close();
    if (isPlain) {
      const tree = (await runGit(directory, ['rev-parse', 'HEAD^{tree}'])).stdout.toString().trim();
      expect(plan).toMatchObject({ outcome: 'clean', tree });
    } else {
      expect(plan).toMatchObject({ outcome: 'refused', tree: null, reasons: [{ code: 'merge-attribute', path }] });
    }
  });
});
