import type { Suspect, Verdict } from '../verdict/verdict.ts';
import type { Subject } from './command.ts';
import type { CommandRefusal } from './command-refusal.ts';
import type { RevertSubject } from './stored-revert.ts';

/** What is known around an incident, in which a command's subject is looked for. */
export interface SubjectScene {
  /** The latest verdict; undefined before the first. */
  readonly verdict: Pick<Verdict, 'band' | 'suspects'> | undefined;
  readonly deploys: readonly SceneDeploy[];
  readonly commits: readonly SceneCommit[];
}

interface SceneDeploy {
  readonly id: string;
  readonly repositoryId: number;
  readonly sha: string;
  readonly previousSha?: string;
  readonly commits?: readonly string[];
}

interface SceneCommit {
  readonly repositoryId: number;
  readonly sha: string;
  readonly pullRequest?: number;
}

/** A change that a command is about. */
export interface FoundSubject {
  readonly kind: 'found';
  readonly repositoryId: number;
  /** The deploy that carried it; null where none is known. */
  readonly deploy: string | null;
  /** Its commits as far as they are known, newest first; empty for a deploy whose commits are not known. */
  readonly commits: readonly string[];
  readonly revert: RevertSubject;
}

type NotFound = { readonly kind: 'refused'; readonly reason: CommandRefusal };

/** Finds what a command is about among what went live around the incident; nothing outside of that can be named. */
export function findSubject(subject: Subject, scene: SubjectScene): FoundSubject | NotFound {
  switch (subject.kind) {
    case 'pull':
      return ofPull(subject.number, scene);
    case 'commit':
      return ofCommit(subject.sha, scene);
    case 'first':
    case 'deploy':
      return ofFirst(subject.kind, scene);
  }
}

function ofFirst(kind: 'first' | 'deploy', scene: SubjectScene): FoundSubject | NotFound {
  const { verdict } = scene;
  if (verdict === undefined) return refused('no-verdict-yet');
  const [suspect] = verdict.suspects;
  if (suspect === undefined || verdict.band === 'none') return refused('no-suspect');
  const sha = suspect.commit ?? onlyCommit(suspect, scene);
  if (kind === 'deploy' || sha === undefined) return ofDeploy(suspect, scene);
  const commit = scene.commits.find((one) => one.sha === sha);
  return commit?.pullRequest === undefined ? ofCommit(sha, scene) : ofPull(commit.pullRequest, scene);
}

function onlyCommit({ deploy: id }: Suspect, { deploys }: SubjectScene): string | undefined {
  const commits = deploys.find((deploy) => deploy.id === id)?.commits ?? [];
  return commits.length === 1 ? commits[0] : undefined;
}

function ofDeploy(suspect: Suspect, { deploys }: SubjectScene): FoundSubject | NotFound {
  const deploy = deploys.find(({ id }) => id === suspect.deploy);
  if (deploy?.previousSha === undefined) return refused('no-last-good');
  return {
    kind: 'found',
    repositoryId: deploy.repositoryId,
    deploy: deploy.id,
    commits: (deploy.commits ?? []).toReversed(),
    revert: { kind: 'deploy', lastGood: deploy.previousSha, bad: deploy.sha },
  };
}

function ofPull(number: number, scene: SubjectScene): FoundSubject | NotFound {
  const live = newestFirst(scene);
  const own = live.filter(({ pullRequest }) => pullRequest === number);
  const [head] = own;
  if (head === undefined) return refused('unknown-pull');
  const commits = own.filter(({ repositoryId }) => repositoryId === head.repositoryId).map(({ sha }) => sha);
  return {
    kind: 'found',
    repositoryId: head.repositoryId,
    deploy: deployOf(head.sha, scene),
    commits,
    revert: { kind: 'pull', number, sha: head.sha },
  };
}

function ofCommit(start: string, scene: SubjectScene): FoundSubject | NotFound {
  const found = newestFirst(scene).filter(({ sha }) => sha.startsWith(start));
  const [commit, other] = found;
  if (commit === undefined) return refused('unknown-commit');
  if (other !== undefined) return refused('ambiguous-commit');
  return {
    kind: 'found',
    repositoryId: commit.repositoryId,
    deploy: deployOf(commit.sha, scene),
    commits: [commit.sha],
    revert: { kind: 'commit', sha: commit.sha },
  };
}

/** Commits that rode in deploys, in the order in which they did, newest first; then those that no deploy carries. */
function newestFirst({ deploys, commits }: SubjectScene): readonly SceneCommit[] {
  const known = new Map(commits.map((commit) => [commit.sha, commit]));
  const ridden = deploys.flatMap((deploy) =>
    (deploy.commits ?? []).map((sha) => known.get(sha) ?? { sha, repositoryId: deploy.repositoryId }),
  );
  const inOrder = [...commits.filter(({ sha }) => !ridden.some((one) => one.sha === sha)), ...ridden];
  return [...new Map(inOrder.toReversed().map((commit) => [commit.sha, commit])).values()];
}

/** The last deploy that carried a commit. */
function deployOf(sha: string, { deploys }: SubjectScene): string | null {
  return deploys.findLast(({ commits = [] }) => commits.includes(sha))?.id ?? null;
}

function refused(reason: CommandRefusal): NotFound {
  return { kind: 'refused', reason };
}
