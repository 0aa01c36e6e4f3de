/** ln Σ exp; minus infinity for none. */
export function logSumExp(values: readonly number[]): number {
  const highest = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  if (!Number.isFinite(highest)) return highest;
  return highest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0));
}

/** ln of the mean of exp; 0 for none. */
export function logMeanExp(values: readonly number[]): number {
  return values.length === 0 ? 0 : logSumExp(values) - Math.log(values.length);
}
