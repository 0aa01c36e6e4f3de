import type { OpenRepository, RepositoryReader } from '../../../src/readers/repository/contract.ts';
import type { StoredCommit } from '../../../src/storage/contract.ts';

/** A commit's own history: SHA to parents, oldest first. */
export type History = Readonly<Record<string, readonly string[]>>;

export interface HistoryInMemory {
  readonly open: OpenRepository;
  /** Every question so far, such as `compare a...b`. */
  readonly questions: string[];
}

export interface HistoryOptions {
  /** SHAs that no branch of the repository reaches, such as a fork's. */
  readonly foreign?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Is asked before each answer; may throw. */
  readonly beforeAnswer?: (question: string) => void;
}

/** A repository reader over a small graph, for tests that are not about GitHub. */
export function historyInMemory(
  repositoryId: number,
  history: History,
  { foreign = [], tags = {}, beforeAnswer = () => {} }: HistoryOptions = {},
): HistoryInMemory {
  const questions: string[] = [];
  const order = Object.keys(history);
  const asked = (question: string) => {
    questions.push(question);
    beforeAnswer(question);
  };
  const reach = (sha: string): ReadonlySet<string> =>
    new Set([sha, ...(history[sha] ?? []).flatMap((parent) => [...reach(parent)])]);
  const without = (sha: string, other: string) => {
    const hidden = reach(other);
    return order.filter((one) => reach(sha).has(one) && !hidden.has(one));
  };
  const reader: RepositoryReader = {
    async compare(base, head) {
      asked(`compare ${base}...${head}`);
      const known = order.includes(base) && order.includes(head);
      const [ahead, behind] = [without(head, base), without(base, head)];
      const status =
        ahead.length > 0 ? (behind.length > 0 ? 'diverged' : 'ahead') : behind.length > 0 ? 'behind' : 'identical';
      const commits = status === 'behind' ? behind : ahead;
      return known
        ? { base, head, status, commits, truncated: false }
        : { base, head, status: 'unknown', commits: [], truncated: false };
    },
    async commit(ref): Promise<StoredCommit | undefined> {
      asked(`commit ${ref}`);
      const sha = ref.startsWith('tags/') ? tags[ref.slice('tags/'.length)] : ref;
      const parents = sha === undefined ? undefined : history[sha];
      if (sha === undefined || parents === undefined) return undefined;
      const files = [{ path: `${sha.slice(0, 1)}.ts`, status: 'modified', patch: `@@ ${sha.slice(0, 7)}` }];
      return { repositoryId, sha, parents, message: `Commit ${sha.slice(0, 7)}`, files };
    },
    async isReachable(sha) {
      asked(`isReachable ${sha}`);
      return order.includes(sha) && !foreign.includes(sha);
    },
    async file(path) {
      asked(`file ${path}`);
      return undefined;
    },
  };
  return { questions, open: async () => reader };
}
