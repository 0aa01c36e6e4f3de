import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runGit } from '../support/local-github/git/run-git.ts';
import { CLEAN_REVERTS } from '../support/revert/clean-reverts.ts';
import { type GitJudge, openGitJudge } from '../support/revert/git-judge.ts';
import { writeLooseObject } from '../support/revert/loose-object.ts';
import { type MemoryRepository, memoryRepository } from '../support/revert/memory-repository.ts';
import type { RevertScene } from '../support/revert/revert-scenes.ts';
import { UNCLEAN_REVERTS } from '../support/revert/unclean-reverts.ts';

/** Refusals although git goes on; everything else that is not planned is a conflict in git too. */
const REFUSED_WHERE_GIT_IS_CLEAN = ['merge-attribute', 'rename-uncertain', 'file-too-large'];

describe('the table of reverts is what git does', () => {
  let directory: string;
  let judge: GitJudge;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'revert-scenes-'));
    await runGit(directory, ['init', '--quiet', '--bare', '.']);
    judge = await openGitJudge(directory);
  });
  afterAll(async () => {
    await judge.close();
    await rm(directory, { recursive: true, force: true });
  });

  const judged = async ({ before, after, today }: RevertScene, repository: MemoryRepository) => {
    const [parent, commit, tip] = [before, after, today].map((files) => repository.treeOf(repository.commit(files)));
    for (const [sha, bytes] of repository.objects) {
      await writeLooseObject(join(directory, 'objects'), repository.kinds.get(sha) ?? '', bytes);
    }
    return judge.revert({ commit: commit ?? '', tip: tip ?? '', parent: parent ?? '' });
  };

  test.each(CLEAN_REVERTS)('clean: $name', async (scene) => {
    const repository = memoryRepository();
    const tree = await judged(scene, repository);
    expect(tree).toBe(repository.treeOf(repository.commit(scene.reverted)));
  });

  const conflicts = UNCLEAN_REVERTS.filter(({ reason }) => !REFUSED_WHERE_GIT_IS_CLEAN.includes(reason));
  test.each(conflicts)('conflict: $name', async (scene) => {
    expect(await judged(scene, memoryRepository())).toBeUndefined();
  });
});
