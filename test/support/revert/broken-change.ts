import { type EpochMs, MINUTE_MS } from '../../../src/investigation/time.ts';
import type { Storage } from '../../../src/storage/contract.ts';
import type { LocalGitHub } from '../local-github/local-github.ts';

/** A change that is to be reverted: where it is, the commit before it, itself, and its pull request. */
interface BrokenChange {
  readonly repositoryId: number;
  readonly name: string;
  readonly message: string;
  readonly good: string;
  readonly bad: string;
  readonly pull: number;
}

/** A new repository with people of every right, and a pull request in it that was merged and broke something. */
export async function commitBrokenChange(
  github: LocalGitHub,
  name: string,
  message: string,
  files?: Readonly<Record<string, string | null>>,
): Promise<BrokenChange> {
  const repository = await github.createRepository(name);
  github.addCollaborator(name, 'ada', 'write');
  github.addCollaborator(name, 'max', 'maintain');
  github.addCollaborator(name, 'ida', 'admin');
  github.addCollaborator(name, 'tim', 'triage');
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}\n`);
  const text = (changes: Readonly<Record<number, string>>) =>
    lines.map((line, index) => changes[index] ?? line).join('');
  const good = await github.commit(name, { message: 'First', files: { 'a.txt': text({}), 'b.txt': 'b\n' } });
  await github.commit(name, {
    branch: 'work',
    message,
    files: files ?? { 'a.txt': text({ 3: 'broken\n' }), 'c/new.txt': 'new\n' },
    author: 'noor',
  });
  const pull = await github.openPullRequest(name, { head: 'work', title: message, by: 'noor' });
  const { sha: bad } = await github.mergePullRequest(name, pull.number, { method: 'squash', by: 'noor' });
  // Later lines change elsewhere in the same file, so that the revert needs a blob of its own.
  if (files === undefined) {
    await github.commit(name, { message: 'Later', files: { 'a.txt': text({ 3: 'broken\n', 30: 'later\n' }) } });
  }
  return { repositoryId: repository.id, name, message, good, bad, pull: pull.number };
}

/** Stores what an instance would know of it: live since a minute, with an open incident, its alert and its wanted issue. */
export async function storeBrokenChange(
  storage: Storage,
  { installationId, incidentId, now }: { installationId: number; incidentId: string; now: EpochMs },
  { repositoryId, name, message, good, bad, pull }: BrokenChange,
): Promise<void> {
  const key = { repositoryId, service: 'shop', environment: 'production' };
  await storage.transaction(async (tx) => {
    await tx.repositories.save({
      installationId,
      repositoryId,
      fullName: name,
      defaultBranch: 'main',
      visibility: 'public',
      removed: false,
    });
    await tx.incidents.save({
      ...key,
      id: incidentId,
      installationId,
      state: 'open',
      openedAt: now,
      lastSignalAt: now,
    });
    await tx.alerts.save(installationId, {
      key: `alert-${incidentId}`,
      source: 'test',
      status: 'firing',
      startsAt: now,
      title: 'Down',
      labels: {},
      receivedAt: now,
      incidentId,
      service: 'shop',
      environment: 'production',
    });
    await tx.commits.save(installationId, { repositoryId, sha: bad, message, pullRequest: pull, mergedAt: now });
    await tx.ledger.saveDeploys(installationId, key, [
      {
        ...key,
        id: `deploy-${repositoryId}`,
        source: 'test',
        sha: bad,
        previousSha: good,
        startedAt: now - MINUTE_MS,
        liveAt: now - MINUTE_MS,
        outcome: 'success',
        kind: 'deploy',
        commits: [bad],
      },
    ]);
    await tx.effects.want(installationId, {
      kind: 'issue',
      naturalKey: incidentId,
      repositoryId,
      wanted: { title: 'Down', body: 'Something is wrong.', state: 'open' },
    });
  });
}
