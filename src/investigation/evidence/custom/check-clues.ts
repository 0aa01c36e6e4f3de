import type { CaseCheck } from '../../case.ts';
import { code, sentence } from '../../sentence.ts';
import type { Clue } from '../clue.ts';

export interface CheckWeights {
  /** For a check that is over its limit. */
  readonly breach: number;
  /** For one that is within it. */
  readonly within: number;
  /** For all checks together, in each direction. */
  readonly cap: number;
}

/**
 * What a team's own questions say about whether anything is wrong at all, as clues for "nothing happened": a check over
 * its limit speaks against that, one within it a little for it. Together they are bounded, since a team may ask the same
 * thing many times over.
 */
export function checkClues(checks: readonly CaseCheck[], { breach, within, cap }: CheckWeights): readonly Clue[] {
  const breached = checks.filter(isBreached);
  const quiet = checks.filter((check) => !isBreached(check));
  return [
    ...breached.map((check) => clueOf(check, -Math.min(breach, cap / breached.length))),
    ...quiet.map((check) => clueOf(check, Math.min(within, cap / quiet.length))),
  ];
}

function isBreached({ value, threshold, comparison }: CaseCheck): boolean {
  return comparison === 'above' ? value > threshold : value < threshold;
}

function clueOf(check: CaseCheck, weight: number): Clue {
  const { name, says, value, threshold, comparison } = check;
  const [is, limit] = [plain(value), plain(threshold)];
  return {
    clue: 'custom-check',
    weight,
    says: isBreached(check)
      ? sentence`${code(says)}: ${code(name)} is ${is}, ${comparison} the limit of ${limit}`
      : sentence`${code(name)} is ${is}, not ${comparison} its limit of ${limit}`,
  };
}

/** At most four digits that matter. */
function plain(value: number): string {
  return Number(value.toPrecision(4)).toString();
}
