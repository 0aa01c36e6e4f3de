import { textOfBytes } from './byte-text.ts';
import type { Commit, Sha } from './git-object.ts';

/** Reads the bytes of a commit object. Throws on bytes that are none. */
export function parseCommit(sha: Sha, bytes: Uint8Array): Commit {
  const text = textOfBytes(bytes);
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const tree = /^tree ([0-9a-f]{40})$/m.exec(head)?.[1];
  if (tree === undefined) throw new Error(`object ${sha} is not a commit`);
  return {
    sha,
    tree,
    parents: [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map(([, parent]) => parent ?? ''),
    committedAt: Number(/^committer .*> (\d+)/m.exec(head)?.[1] ?? 0),
    message: end < 0 ? '' : new TextDecoder().decode(bytes.subarray(end + 2)),
  };
}
