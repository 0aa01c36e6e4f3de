/**
 * A probability for a document, to three digits, always from 0 to 1: verdicts that an earlier version stored may lie
 * outside of that by a rounding error, and the published schemas allow none.
 */
export function roundedProbability(probability: number): number {
  return Math.min(1, Math.max(0, Math.round(probability * 1_000) / 1_000));
}
