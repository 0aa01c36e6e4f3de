/** Area under the ROC curve: the chance that a positive scores above a negative, ties counting half; NaN without both. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  let wins = 0;
  for (const positive of positives) {
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  }
  return wins / (positives.length * negatives.length);
}

/** The share of negatives at or above the highest threshold that still keeps the wanted share of positives. */
export function falseShareAtRecall(positives: readonly number[], negatives: readonly number[], recall: number): number {
  const sorted = [...positives].sort((a, b) => b - a);
  const threshold = sorted[Math.ceil(recall * sorted.length) - 1];
  if (threshold === undefined || negatives.length === 0) return Number.NaN;
  return negatives.filter((score) => score >= threshold).length / negatives.length;
}
