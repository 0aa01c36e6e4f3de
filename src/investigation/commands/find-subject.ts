import { leadOf } from '../verdict/lead.ts';
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
  /** The repository of the issue: a bare number means its pull request. */
  readonly home: number;
}

interface SceneDeploy {
  readonly id: string;
  readonly repositoryId: number;
  readonly sha: string;
  readonly previousSha?: string;
  readonly commits?: readonly string[];
  /** It brought more than these. */
  readonly truncated?: boolean;
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

export interface NotFound {
  readonly kind: 'refused';
  readonly reason: CommandRefusal;
  /** What could have been named instead, as a command names it, most probable first. */
  readonly candidates?: readonly string[];
}

const MOST_CANDIDATES = 5;
const SHORT_SHA = 12;

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
  const lead = leadOf(verdict.suspects);
  if (lead === undefined || verdict.band === 'none') return refused('no-suspect');
  if (kind === 'deploy') return ofDeploy(lead, scene);
  const candidates = [...new Set(lead.among.map((suspect) => handleOf(suspect, scene)))];
  // Which of them it was is not for a guess: a word about the wrong one stays.
  const isCut = lead.among.length > 1 && deployOfSuspect(lead, scene)?.truncated === true;
  if (candidates.length > 1 || isCut) {
    return { ...refused('several-changes'), candidates: candidates.slice(0, MOST_CANDIDATES) };
  }
  const sha = lead.among[0]?.commit ?? onlyCommit(lead, scene);
  if (sha === undefined) return ofDeploy(lead, scene);
  const within = repositoryOf(lead, scene);
  const commit = commitOf(sha, within, scene);
  return commit?.pullRequest === undefined
    ? ofCommit(sha, scene, within)
    : ofPull(commit.pullRequest, scene, commit.repositoryId);
}

/** How a command names a suspect: a bare number would mean a pull request of the issue's own repository. */
function handleOf(suspect: Suspect, scene: SubjectScene): string {
  const commit = suspect.commit === null ? undefined : commitOf(suspect.commit, repositoryOf(suspect, scene), scene);
  return commit?.pullRequest === undefined || commit.repositoryId !== scene.home
    ? (suspect.commit ?? '').slice(0, SHORT_SHA)
    : `#${commit.pullRequest}`;
}

function deployOfSuspect({ deploy }: Suspect, { deploys }: SubjectScene): SceneDeploy | undefined {
  return deploys.find(({ id }) => id === deploy);
}

function repositoryOf(suspect: Suspect, scene: SubjectScene): number | undefined {
  return deployOfSuspect(suspect, scene)?.repositoryId;
}

function commitOf(sha: string, within: number | undefined, { commits }: SubjectScene): SceneCommit | undefined {
  return commits.find((one) => one.sha === sha && (within ?? one.repositoryId) === one.repositoryId);
}

function onlyCommit(suspect: Suspect, scene: SubjectScene): string | undefined {
  const { commits = [], truncated } = deployOfSuspect(suspect, scene) ?? {};
  return commits.length === 1 && truncated !== true ? commits[0] : undefined;
}

function ofDeploy(suspect: Suspect, scene: SubjectScene): FoundSubject | NotFound {
  const deploy = deployOfSuspect(suspect, scene);
  if (deploy?.previousSha === undefined) return refused('no-last-good');
  return {
    kind: 'found',
    repositoryId: deploy.repositoryId,
    deploy: deploy.id,
    commits: (deploy.commits ?? []).toReversed(),
    revert: { kind: 'deploy', lastGood: deploy.previousSha, bad: deploy.sha },
  };
}

/** Of several repositories' pull requests with one number, the issue's own is meant; none where none of them is its own. */
function ofPull(number: number, scene: SubjectScene, within?: number): FoundSubject | NotFound {
  const named = newestFirst(scene).filter(({ pullRequest }) => pullRequest === number);
  const repositories = [...new Set(named.map(({ repositoryId }) => repositoryId))];
  const meant = within ?? (repositories.length === 1 ? repositories[0] : scene.home);
  const own = named.filter(({ repositoryId }) => repositoryId === meant);
  const [head] = own;
  if (head === undefined) return refused(repositories.length > 1 ? 'ambiguous-pull' : 'unknown-pull');
  const commits = own.map(({ sha }) => sha);
  return {
    kind: 'found',
    repositoryId: head.repositoryId,
    deploy: deployOf(head, scene),
    commits,
    revert: { kind: 'pull', number, sha: head.sha },
  };
}

/** A fork or a template has the same commits: of these the issue's own repository is meant too. */
function ofCommit(start: string, scene: SubjectScene, within?: number): FoundSubject | NotFound {
  const named = newestFirst(scene).filter(({ sha }) => sha.startsWith(start));
  const shas = new Set(named.map(({ sha }) => sha));
  const meant = within ?? (named.length === 1 ? named[0]?.repositoryId : scene.home);
  const commit = shas.size > 1 ? undefined : named.find(({ repositoryId }) => repositoryId === meant);
  if (commit === undefined) return refused(named.length > 0 ? 'ambiguous-commit' : 'unknown-commit');
  return {
    kind: 'found',
    repositoryId: commit.repositoryId,
    deploy: deployOf(commit, scene),
    commits: [commit.sha],
    revert: { kind: 'commit', sha: commit.sha },
  };
}

/** Commits that rode in deploys, in the order in which they did, newest first; then those that no deploy carries. */
function newestFirst({ deploys, commits }: SubjectScene): readonly SceneCommit[] {
  const known = new Map(commits.map((commit) => [keyOf(commit), commit]));
  const ridden = deploys.flatMap(({ repositoryId, commits: shas = [] }) =>
    shas.map((sha) => known.get(keyOf({ repositoryId, sha })) ?? { sha, repositoryId }),
  );
  const rode = new Set(ridden.map(keyOf));
  const inOrder = [...commits.filter((commit) => !rode.has(keyOf(commit))), ...ridden];
  return [...new Map(inOrder.toReversed().map((commit) => [keyOf(commit), commit])).values()];
}

function keyOf({ repositoryId, sha }: Pick<SceneCommit, 'repositoryId' | 'sha'>): string {
  return `${repositoryId} ${sha}`;
}

/** Of the deploys that carried a commit (those of several services of one repository) the one most to blame, else the last. */
function deployOf({ sha, repositoryId }: SceneCommit, { deploys, verdict }: SubjectScene): string | null {
  const carried = deploys.filter((one) => one.repositoryId === repositoryId && one.commits?.includes(sha) === true);
  const ids = new Set(carried.map(({ id }) => id));
  const blamed = verdict?.suspects.find(({ commit, deploy }) => commit === sha && deploy !== null && ids.has(deploy));
  return blamed?.deploy ?? carried.at(-1)?.id ?? null;
}

function refused(reason: CommandRefusal): NotFound {
  return { kind: 'refused', reason };
}
