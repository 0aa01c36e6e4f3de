import type { Sentence } from '../sentence.ts';
import type { EpochMs } from '../time.ts';

/** What an investigation concludes. Probabilities of all suspects, all other changes and `nothing` add up to 1. */
export interface Verdict {
  readonly band: Band;
  readonly onset: Onset;
  /** Deploys, split into their commits where those are known; most probable first. */
  readonly suspects: readonly Suspect[];
  /** Flags, configuration and infrastructure changes, most probable first. They count as "no deploy". */
  readonly otherChanges: readonly OtherChange[];
  /** The hypothesis that nothing in the case is to blame. */
  readonly nothing: { readonly probability: number; readonly evidence: readonly Evidence[] };
  /** What could not be looked at, and why. */
  readonly notChecked: readonly Gap[];
}

/** `strong`: safe to act on. `plausible`: look here first. `weak`: one of several. `none`: no deploy explains this. */
export type Band = 'strong' | 'plausible' | 'weak' | 'none';

/** When the problem began: the median of the posterior, and the shortest interval that holds 80 % of it. */
export interface Onset {
  readonly at: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly source: 'series' | 'alert-rule';
}

export interface Suspect {
  /**
   * The deploy's id in the case. A verdict always has one, since a commit that no deploy carries is never a suspect; null only where
   * a commit that a person named is shown as suspects are.
   */
  readonly deploy: string | null;
  /** The commit's SHA; null where the deploy's commits are not known. */
  readonly commit: string | null;
  readonly probability: number;
  readonly evidence: readonly Evidence[];
}

export interface OtherChange {
  /** Index in the case's `changes`. */
  readonly change: number;
  readonly probability: number;
  readonly evidence: readonly Evidence[];
}

/** One measured reason. A positive weight (in nats, natural log of a likelihood ratio) speaks for, a negative against. */
export interface Evidence {
  /** E1, E2, … unique in the verdict. */
  readonly id: string;
  /** The name of what measured it, such as `timing`: of a feature of a commit it is the key in `commit-weights.ts`. */
  readonly clue: string;
  readonly weight: number;
  readonly says: Sentence;
}

/** Below this many nats, for or against, a reason changes nothing: it is not shown. */
export const NEGLIGIBLE = 0.05;

export interface Gap {
  readonly what: Sentence;
  readonly why: Sentence;
}

/** The probability that no deploy is to blame: nothing at all, or a change outside every deploy. */
export function noDeployProbability(verdict: Verdict): number {
  return verdict.otherChanges.reduce((sum, change) => sum + change.probability, verdict.nothing.probability);
}
