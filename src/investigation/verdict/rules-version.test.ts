import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { COMMIT_WEIGHTS } from '../evidence/commits/clues/commit-weights.ts';
import { BAND_LIMITS } from './band.ts';
import { RULES_VERSION } from './rules-version.ts';
import { WEIGHTS } from './weights.ts';

/** The version with the digest of its rules. Where no report was written with that version yet, the digest alone is renewed. */
const HELD = '5 1f7e7e8f35fd3372';

const valuesByName = (table: Readonly<Record<string, number>>) =>
  Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));

test('the version belongs to these weights, clues and bands', () => {
  const commits = Object.fromEntries(Object.entries(COMMIT_WEIGHTS).map(([name, { value }]) => [name, value]));
  const rules = [WEIGHTS, commits, BAND_LIMITS].map(valuesByName);
  const digest = createHash('sha256').update(JSON.stringify(rules)).digest('hex').slice(0, 16);
  const now = `${RULES_VERSION} ${digest}`;
  const advice = `Weights, clues or bands changed: raise RULES_VERSION and put the new digest here: HELD = '${now}'`;
  expect(now === HELD ? HELD : advice).toBe(HELD);
});
