import type { Octokit } from '@octokit/rest';
import type { RevertEntry, RevertWork } from './revert-work.ts';

/** Makes the tree of a revert from the tip's and gives its SHA. Throws what Octokit throws. */
export async function createTree(
  octokit: Octokit,
  repository: { readonly owner: string; readonly repo: string },
  { baseTree, entries }: Pick<RevertWork, 'baseTree' | 'entries'>,
): Promise<string> {
  const { data } = await octokit.rest.git.createTree({
    ...repository,
    base_tree: baseTree,
    tree: withoutReplaced(entries).map(({ path, mode, sha }) => ({
      path,
      mode,
      type: 'blob' as const,
      sha,
    })),
  });
  return data.sha;
}

/** A file that becomes a folder goes by the folder's first file; taking it away as well would contradict that. */
function withoutReplaced(entries: readonly RevertEntry[]): readonly RevertEntry[] {
  const kept = entries.filter(({ sha }) => sha !== null).map(({ path }) => path);
  return entries.filter(({ path, sha }) => sha !== null || !kept.some((other) => other.startsWith(`${path}/`)));
}
