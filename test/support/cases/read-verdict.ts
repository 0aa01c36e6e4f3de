import { plainText } from '../../../src/investigation/sentence.ts';
import type { Verdict } from '../../../src/investigation/verdict/verdict.ts';

/** How probable it is that this deploy was it, whichever of its commits. */
export function shareOf(verdict: Verdict, deploy: string): number {
  return verdict.suspects.filter((one) => one.deploy === deploy).reduce((sum, one) => sum + one.probability, 0);
}

/** The evidence about a deploy, in words. */
export function said(verdict: Verdict, deploy: string): string[] {
  const evidence = verdict.suspects.find((one) => one.deploy === deploy)?.evidence ?? [];
  return evidence.map(({ says }) => plainText(says));
}

/** The weight of one kind of evidence about a deploy. */
export function clue(verdict: Verdict, deploy: string, name: string): number | undefined {
  return verdict.suspects.find((one) => one.deploy === deploy)?.evidence.find((one) => one.clue === name)?.weight;
}
