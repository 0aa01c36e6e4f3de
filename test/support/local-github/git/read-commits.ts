import type { GitCommit, GitRepository } from './git-repository.ts';

const FORMAT = 'tformat:%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B';
const FIELDS = 10;

/** The commits that `git log` lists for these arguments, in its order. */
export async function listCommits(git: GitRepository, args: readonly string[]): Promise<readonly GitCommit[]> {
  const fields = (await git.text(['log', '-z', `--format=${FORMAT}`, ...args])).split('\0');
  const commits: GitCommit[] = [];
  for (let index = 0; index + FIELDS <= fields.length; index += FIELDS) {
    const commit = toCommit(fields.slice(index, index + FIELDS));
    git.commits.set(commit.sha, commit);
    commits.push(commit);
  }
  return commits;
}

/** One commit by its full SHA. Throws where the repository does not hold it. */
export async function readCommit(git: GitRepository, sha: string): Promise<GitCommit> {
  const known = git.commits.get(sha);
  if (known !== undefined) return known;
  const [commit] = await listCommits(git, ['--max-count=1', sha]);
  if (commit === undefined) throw new Error(`${git.folder} holds no commit ${sha}`);
  return commit;
}

function toCommit(fields: readonly string[]): GitCommit {
  const [sha = '', tree = '', parents = '', an = '', ae = '', at = '', cn = '', ce = '', ct = '', message = ''] =
    fields;
  return {
    sha,
    tree,
    parents: parents === '' ? [] : parents.split(' '),
    author: { name: an, email: ae, at: Number(at) * 1000 },
    committer: { name: cn, email: ce, at: Number(ct) * 1000 },
    message: message.replace(/\n+$/, ''),
  };
}
