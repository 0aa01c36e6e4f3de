import { investigate } from '../src/investigation/investigate.ts';
import { type CaseSize, syntheticCase } from './investigate/synthetic-case.ts';

const BUDGET_MS = 150;
const BASE: CaseSize = { series: 200, points: 360, deploys: 100, commits: 500 };
const ROUNDS = 5;

/**
 * How long a verdict takes: the size that the budget is for, then each dimension at a quarter, half and double of it.
 * The ratio beside each line is its time over the time of half the size: 2 is linear growth.
 */
export async function bench({ json }: { json: boolean }): Promise<void> {
  measure(BASE);
  const rows = [{ what: 'the whole', size: BASE, ms: measure(BASE) }];
  for (const key of ['series', 'points', 'deploys', 'commits'] as const) {
    for (const factor of [0.25, 0.5, 1, 2]) {
      const size = { ...BASE, [key]: BASE[key] * factor };
      rows.push({ what: key, size, ms: measure(size) });
    }
  }
  if (json) {
    console.log(JSON.stringify({ budgetMs: BUDGET_MS, rows }));
    return;
  }
  console.log('varied    series  points  deploys  commits       ms   against half the size');
  rows.forEach(({ what, size, ms }, index) => {
    const half = rows[index - 1];
    const ratio = half !== undefined && half.what === what ? `x ${(ms / half.ms).toFixed(2)}` : '';
    const cells = [size.series, size.points, size.deploys, size.commits].map((n) => String(n).padStart(7));
    console.log(`${what.padEnd(9)}${cells.join(' ')}  ${ms.toFixed(1).padStart(7)}   ${ratio}`);
  });
  const [whole] = rows;
  console.log(`budget ${BUDGET_MS} ms: ${((whole?.ms ?? 0) / BUDGET_MS).toFixed(2)} of it used`);
}

/** Processor time of the fastest of a few rounds: what else the machine does only ever makes a round slower. */
function measure(size: CaseSize): number {
  const theCase = syntheticCase(size);
  let fastest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    investigate(theCase);
    const { user, system } = process.cpuUsage(before);
    fastest = Math.min(fastest, (user + system) / 1000);
  }
  return fastest;
}
