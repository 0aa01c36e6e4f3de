import { byDeploy, type SuspectDeploy } from './by-deploy.ts';
import type { Suspect } from './verdict.ts';

/** A single change is singled out from a deploy of several from this probability on, or from this share of its deploy's. */
const CLEAR = 0.5;
const CLEAR_SHARE = 0.8;

/**
 * What people are pointed to: one change where it is clear which, else a deploy as a whole. The latter has no commit, the
 * sum of its changes' probabilities and the evidence that they share.
 */
export interface Lead extends Suspect {
  /** The suspects that it stands for, most probable first: one where it is clear which, else all of the deploy. */
  readonly among: readonly Suspect[];
}

/** One lead for each deploy, and for each commit that no deploy carries; the most probable deploy first. */
export function leadsOf(suspects: readonly Suspect[]): readonly Lead[] {
  return byDeploy(suspects).flatMap(leadTo);
}

/** The lead that a verdict names; undefined without a suspect. It need not be, nor hold, the first of the suspects. */
export function leadOf(suspects: readonly Suspect[]): Lead | undefined {
  return leadsOf(suspects)[0];
}

function leadTo({ deploy, probability, suspects }: SuspectDeploy): readonly Lead[] {
  const [best, ...others] = suspects;
  if (best === undefined) return [];
  const isClear = best.probability >= Math.min(CLEAR, CLEAR_SHARE * probability);
  if (others.length === 0 || isClear) return [{ ...best, among: [best] }];
  const evidence = best.evidence.filter(({ id }) => others.every((one) => one.evidence.some((own) => own.id === id)));
  return [{ deploy, commit: null, probability, evidence, among: suspects }];
}
