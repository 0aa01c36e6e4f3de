import { code, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import { MECHANISMS } from '../scene/mechanisms.ts';
import type { PatchLine } from '../text/patch-lines.ts';
import { unitFactor } from '../text/unit-factor.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** What can run out, by the mechanism that tells of it, and the lines that set how much of it there is. */
const LIMITS: ReadonlyMap<string, RegExp> = new Map([
  ['connection pool', /pool|connections/i],
  ['memory', /memory|heap|xmx/i],
  ['rate limit', /limit|rate|burst|quota|bucket|permits|rps/i],
  ['timeout', /time[-_ ]?out|deadline/i],
  ['open files', /nofile|ulimit/i],
]);
const SPOKEN_OF = 0.3;
const NUMBER = /(?<![\w.])(\d[\d_]{0,15}(?:\.\d{1,9})?)\s?([a-z]{1,7}\b)?/gi;

/**
 * It gives more of what the incident lacks: a pool that was made larger does not run out for that, a longer deadline is not missed for
 * that. A line that differs from a removed one in numbers alone, all of them larger.
 */
export const limitRaised: CommitFeature = {
  clue: 'limit-raised',
  find: (scene) => {
    const lacking = lackedIn(scene);
    if (lacking.length === 0) return [];
    return scene.commits.map((commit): Finding | undefined => {
      const raised = raisedLine(scene.linesOf(commit), lacking);
      if (raised === undefined) return undefined;
      return { value: 1, says: sentence`it gives more of what the incident lacks: ${code(raised)}` };
    });
  },
};

function lackedIn({ incident }: CommitScene): readonly RegExp[] {
  const loud = incident.texts.filter(({ weight }) => weight > SPOKEN_OF);
  return MECHANISMS.flatMap(({ name, symptom }) => {
    const line = LIMITS.get(name);
    return line !== undefined && loud.some(({ text }) => symptom.test(text)) ? [line] : [];
  });
}

/** The first line that raises such a limit; undefined where there is none, or where another line lowers one. */
function raisedLine(lines: readonly PatchLine[], limits: readonly RegExp[]): string | undefined {
  const removed = new Map(lines.flatMap(({ side, text }) => (side === 'removed' ? [[shapeOf(text), text]] : [])));
  let raised: string | undefined;
  for (const { side, text } of lines) {
    const before = side === 'added' ? removed.get(shapeOf(text)) : undefined;
    if (before === undefined || !limits.some((limit) => limit.test(text))) continue;
    const [old, now] = [amountsIn(before), amountsIn(text)];
    if (old.some((amount, at) => amount > (now[at] as number))) return undefined;
    if (old.some((amount, at) => amount < (now[at] as number))) raised ??= text.trim();
  }
  return raised;
}

function shapeOf(line: string): string {
  return line.trim().replace(NUMBER, (_, __, unit = '') => `#${unitFactor(unit) === undefined ? unit : ''}`);
}

function amountsIn(line: string): number[] {
  return [...line.matchAll(NUMBER)].map(
    ([, digits = '', unit = '']) => Number(digits.replaceAll('_', '')) * (unitFactor(unit) ?? 1),
  );
}
