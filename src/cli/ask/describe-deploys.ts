import type { z } from 'zod';
import type { LedgerDeploy } from '../../investigation/ledger/ledger-deploy.ts';
import { headlineOf } from '../../investigation/report/name-suspect.ts';
import type { StoredCommit, Transaction } from '../../storage/contract.ts';
import type { ChangeDocument, DeployDocument } from '../documents/deploy-document.ts';
import { iso } from './iso.ts';

type Change = z.infer<typeof ChangeDocument>;

/** Deploys with what they brought: the pull requests where those are known, each once, newest first. */
export async function describeDeploys(
  tx: Transaction,
  installationId: number,
  deploys: readonly LedgerDeploy[],
): Promise<readonly DeployDocument[]> {
  const names = new Map((await tx.repositories.list(installationId)).map((one) => [one.repositoryId, one.fullName]));
  const known = await commitsOf(tx, installationId, deploys);
  return deploys.map((deploy) => describe(deploy, names.get(deploy.repositoryId), known.get(deploy.repositoryId)));
}

async function commitsOf(tx: Transaction, installationId: number, deploys: readonly LedgerDeploy[]) {
  const found = new Map<number, ReadonlyMap<string, StoredCommit>>();
  for (const [repositoryId, ofIt] of Map.groupBy(deploys, (deploy) => deploy.repositoryId)) {
    const shas = ofIt.flatMap((deploy) => deploy.commits ?? []);
    const commits = await tx.commits.many(installationId, repositoryId, [...new Set(shas)]);
    found.set(repositoryId, new Map(commits.map((commit) => [commit.sha, commit])));
  }
  return found;
}

function describe(
  deploy: LedgerDeploy,
  repository: string | undefined,
  commits: ReadonlyMap<string, StoredCommit> | undefined,
): DeployDocument {
  const { id, service, environment, sha, previousSha, kind, outcome, source, actor, url, verified, truncated } = deploy;
  return {
    id,
    repository: repository ?? String(deploy.repositoryId),
    service,
    environment,
    sha,
    ...(previousSha === undefined ? {} : { previousSha }),
    kind,
    outcome,
    startedAt: iso(deploy.startedAt),
    ...(deploy.liveAt === undefined ? {} : { liveAt: iso(deploy.liveAt) }),
    ...(deploy.endedAt === undefined ? {} : { endedAt: iso(deploy.endedAt) }),
    source,
    ...(actor === undefined ? {} : { actor }),
    ...(url === undefined ? {} : { url }),
    ...(verified === undefined ? {} : { verified }),
    changes: deploy.commits === undefined ? null : changes(deploy.commits, commits),
    ...(truncated === undefined ? {} : { truncated }),
  };
}

function changes(shas: readonly string[], commits: ReadonlyMap<string, StoredCommit> | undefined): Change[] {
  const seen = new Map<string, Change>();
  for (const sha of [...shas].reverse()) {
    const commit = commits?.get(sha);
    const key = commit?.pullRequest === undefined ? sha : `#${commit.pullRequest}`;
    if (!seen.has(key)) seen.set(key, change(sha, commit));
  }
  return [...seen.values()];
}

function change(sha: string, commit: StoredCommit | undefined): Change {
  const title = commit?.pullRequestTitle ?? headlineOf(commit?.message);
  const author = commit?.authorLogin ?? commit?.author;
  return {
    sha,
    ...(commit?.pullRequest === undefined ? {} : { pullRequest: commit.pullRequest }),
    ...(title === undefined ? {} : { title }),
    ...(author === undefined ? {} : { author }),
  };
}
