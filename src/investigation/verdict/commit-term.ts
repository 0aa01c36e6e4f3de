import type { CaseDeploy } from '../case.ts';
import type { Clue } from '../evidence/clue.ts';
import type { CommitEvidence } from '../evidence/commits/commit-evidence.ts';
import { titleOf } from '../evidence/commits/text/title-of.ts';
import { logSumExp } from '../log-sum.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import { howMuchIsTold } from './how-much-is-told.ts';
import type { Measurements } from './measure-case.ts';
import type { Weights } from './weights.ts';

const CLEAR_FIT = 0.2;
const TOOK_NOTHING_THAT_FITS = sentence`what it took away fits the failure no better than commits that did no harm`;
const OTHERS_FIT_BETTER = sentence`its commits fit the failure far less than those of another deploy`;

/** What the commits of a deploy say for it, and how it is shared between them. */
export interface CommitTerm {
  /** ln of how much better they fit the failure than commits that did no harm, against commits of which nothing is known. */
  readonly log: number;
  /** Each commit's share on the logarithm, by SHA; empty where none is known, and for a rollback, which brings none. */
  readonly shares: ReadonlyMap<string, number>;
  readonly clues: readonly Clue[];
}

/**
 * The terms of all deploys, by id. One of several commits is guilty, it is not known which: the mean over them of the
 * exponential of their evidence, against what innocent commits have; and the more of them, the likelier is one that breaks something.
 * In both a commit counts as much as one of its kind breaks things: documents neither thin out a deploy nor make it larger.
 * However well words fit, they fit innocent commits as well now and then, most of all those of the service that fails: the best
 * deploy that can be to blame gets at most `commitCap` against "no change", the others keep their distance to it, and what is beyond
 * counts little.
 */
export function commitTerms(measured: Measurements, weights: Weights): ReadonlyMap<string, CommitTerm> {
  const { deploys } = measured.candidates;
  const raw = deploys.map((candidate) => ({ candidate, ...rawTerm(measured, weights, candidate.deploy) }));
  const rivals = raw.filter(({ candidate: { veto, from } }) => veto === undefined && from <= measured.onset.to);
  const above = Math.max(0, ...rivals.map(({ log }) => log - weights.commitCap));
  return new Map(
    raw.map(({ candidate: { deploy }, log, size, shares, says }) => {
      const weight = Math.min(log - above, weights.commitCap);
      const told = above > 0 && weight < -CLEAR_FIT ? OTHERS_FIT_BETTER : says;
      const clues: Clue[] = told === null ? [] : [{ clue: 'commits', weight, says: told }];
      return [
        deploy.id,
        { log: weight + size, shares, clues: [...clues, ...sizeClues(size, deploy, weights.usualSize)] },
      ];
    }),
  );
}

function sizeClues(weight: number, { commits = [], truncated }: CaseDeploy, usualSize: number): Clue[] {
  if (Math.abs(weight) < CLEAR_FIT) return [];
  const count = new Set(commits).size;
  const many = truncated === true ? `${count} or more commits` : count === 1 ? 'a single commit' : `${count} commits`;
  return [{ clue: 'deploy-size', weight, says: sizeSays(weight, many, count < usualSize) }];
}

function sizeSays(weight: number, many: string, isSmall: boolean): Sentence {
  if (weight > 0 && isSmall) return sentence`it brought ${many} of a kind that often breaks something`;
  if (weight > 0) return sentence`it brought ${many}: large deploys break more often`;
  if (isSmall) return sentence`it brought only ${many}: small deploys break less often`;
  return sentence`most of its ${many} are of a kind that seldom breaks anything`;
}

interface RawTerm {
  /** How well the commits fit. */
  readonly log: number;
  /** What their number adds. */
  readonly size: number;
  readonly shares: ReadonlyMap<string, number>;
  readonly says: Sentence | null;
}

function rawTerm(measured: Measurements, weights: Weights, deploy: CaseDeploy): RawTerm {
  const { commits, theCase, vanished } = measured;
  const [factor, usual] =
    deploy.service === theCase.alert.service
      ? [weights.commits, weights.innocentCommit]
      : [weights.commitsAway, weights.innocentAway];
  const innocent = factor * usual * howMuchIsTold(theCase);
  const gone = vanished.get(deploy.id);
  if (gone !== undefined) {
    const log = factor * gone.logWeight - innocent;
    const fits = log < 0 ? TOOK_NOTHING_THAT_FITS : (gone.clues[0]?.says ?? null);
    return { log, size: 0, shares: new Map(), says: Math.abs(log) < CLEAR_FIT ? null : fits };
  }
  const carried = [...new Set(deploy.commits ?? [])].flatMap((sha) => {
    const evidence = commits.get(sha);
    return evidence === undefined ? [] : [{ sha, ...evidence }];
  });
  if (carried.length === 0) return { log: 0, size: 0, shares: new Map(), says: null };
  const size = logSumExp(carried.map(({ beforehand }) => beforehand));
  const told = logSumExp(carried.map(({ logWeight, beforehand }) => beforehand + factor * (logWeight - beforehand)));
  const fits = told - size - innocent;
  const beyond = Math.max(0, fits - weights.commitCap);
  return {
    log: fits - (1 - weights.commitBeyond) * beyond,
    size: weights.deploySize * (size - Math.log(weights.usualSize)),
    shares: new Map(carried.map(({ sha, logWeight }) => [sha, weights.commitSplit * logWeight])),
    says: commitsSay(measured, carried, fits, deploy.truncated === true),
  };
}

/** Names the commit that fits best, whose own reasons are told with it, or says that none does; nothing where it hardly counts. */
function commitsSay(
  { theCase }: Measurements,
  carried: readonly (CommitEvidence & { readonly sha: string })[],
  fits: number,
  isCut: boolean,
): Sentence | null {
  if (Math.abs(fits) < CLEAR_FIT) return null;
  const [{ sha: best } = { sha: '' }] = carried.toSorted((one, other) => other.logWeight - one.logWeight);
  const isOnly = carried.length === 1 && !isCut;
  const of = isOnly ? 'its commit' : `its ${carried.length}${isCut ? ' or more' : ''} commits`;
  if (fits < 0) return sentence`${of} fit${isOnly ? 's' : ''} the failure no better than commits that did no harm`;
  const title = titleOf(theCase.commits?.find(({ sha }) => sha === best)?.message) || best;
  return isOnly ? sentence`its commit ${code(title)} fits the failure` : sentence`of ${of} ${code(title)} fits best`;
}
