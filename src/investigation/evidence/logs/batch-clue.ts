import { code, sentence } from '../../sentence.ts';
import type { NoChangeClue } from './log-evidence.ts';
import { growth, type SignatureRows } from './log-signatures.ts';

const BATCH =
  /\b(export|recalculat\w{0,4}|backfill\w{0,3}|reindex\w{0,3}|nightly|monthly|vacuum|backup|settlement|dunning|archiv\w{1,5}|aggregation run|snapshot job|etl|import run)\b/i;
const WEIGHT = 0.6;
const FRESH_WEIGHT = 0.3;
const LEAST_GROWTH = 0.5;

/**
 * A batch job began to report as the trouble began. Such jobs run on a clock, whoever deployed what; but one whose own
 * service (of `fresh`) has just been deployed may run because of that.
 */
export function batchClue(all: readonly SignatureRows[], fresh: ReadonlySet<string>): NoChangeClue[] {
  const started = all.filter(
    (signature) =>
      signature.level === 'other' &&
      signature.after >= 3 &&
      growth(signature) >= LEAST_GROWTH &&
      BATCH.test(signature.template),
  );
  const [first] = started;
  if (first === undefined) return [];
  return [
    {
      clue: 'batch-job',
      weight: fresh.has(first.service) ? FRESH_WEIGHT : WEIGHT,
      says: sentence`a batch job of ${code(first.service)} started: ${code(first.template)}`,
    },
  ];
}
