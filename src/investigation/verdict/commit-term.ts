import type { CaseDeploy } from '../case.ts';
import type { Clue } from '../evidence/clue.ts';
import { titleOf } from '../evidence/commits/text/title-of.ts';
import { logMeanExp } from '../log-sum.ts';
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
 * However well words fit, they fit innocent commits as well now and then, most of all those of the service that fails: the best
 * deploy gets at most `commitCap` against "no change", the others keep their distance to it, and what is beyond counts little.
 */
export function commitTerms(measured: Measurements, weights: Weights): ReadonlyMap<string, CommitTerm> {
  const { deploys } = measured.candidates;
  const raw = deploys.map(({ deploy }) => ({ deploy, ...rawTerm(measured, weights, deploy) }));
  const above = Math.max(0, ...raw.map(({ log }) => log - weights.commitCap));
  return new Map(
    raw.map(({ deploy, log, size, shares, says }) => {
      const weight = log - above;
      const told = above > 0 && weight < -CLEAR_FIT ? OTHERS_FIT_BETTER : says;
      const clues: Clue[] = told === null ? [] : [{ clue: 'commits', weight, says: told }];
      return [deploy.id, { log: weight + size, shares, clues: [...clues, ...sizeClues(size, deploy)] }];
    }),
  );
}

function sizeClues(weight: number, { commits = [] }: CaseDeploy): Clue[] {
  if (Math.abs(weight) < CLEAR_FIT) return [];
  const count = new Set(commits).size;
  const many = count === 1 ? 'a single commit' : `${count} commits`;
  const says =
    weight < 0
      ? sentence`it brought only ${many}: small deploys break less often`
      : sentence`it brought ${many}: large deploys break more often`;
  return [{ clue: 'deploy-size', weight, says }];
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
    return evidence === undefined ? [] : [[sha, evidence.logWeight] as const];
  });
  if (carried.length === 0) return { log: 0, size: 0, shares: new Map(), says: null };
  const fits = logMeanExp(carried.map(([, weight]) => factor * weight)) - innocent;
  const beyond = Math.max(0, fits - weights.commitCap);
  return {
    log: fits - (1 - weights.commitBeyond) * beyond,
    size: weights.deploySize * Math.log(carried.length / weights.usualSize),
    shares: new Map(carried.map(([sha, weight]) => [sha, weights.commitSplit * weight])),
    says: commitsSay(measured, carried, fits),
  };
}

/** Names the commit that fits best, whose own reasons are told with it, or says that none does; nothing where it hardly counts. */
function commitsSay(
  { theCase }: Measurements,
  carried: readonly (readonly [string, number])[],
  fits: number,
): Sentence | null {
  if (Math.abs(fits) < CLEAR_FIT) return null;
  const [best] = carried.reduce((top, one) => (one[1] > top[1] ? one : top), carried[0] as readonly [string, number]);
  const of = carried.length === 1 ? 'its commit' : `its ${carried.length} commits`;
  if (fits < 0)
    return sentence`${of} fit${carried.length === 1 ? 's' : ''} the failure no better than commits that did no harm`;
  const title = titleOf(theCase.commits?.find(({ sha }) => sha === best)?.message) || best;
  return carried.length === 1
    ? sentence`its commit ${code(title)} fits the failure`
    : sentence`of ${of} ${code(title)} fits best`;
}
