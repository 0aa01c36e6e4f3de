/** A statement with a probability, and whether it was so. */
export interface Statement {
  readonly probability: number;
  readonly true: boolean;
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly said: number;
  readonly was: number;
}

/** Ten bins of equal width with the mean probability said and the share that was so; empty bins are left out. */
export function reliabilityBins(statements: readonly Statement[], bins = 10): readonly ReliabilityBin[] {
  const grouped = Map.groupBy(statements, ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)));
  return [...grouped]
    .sort(([a], [b]) => a - b)
    .map(([bin, group]) => ({
      from: bin / bins,
      to: (bin + 1) / bins,
      count: group.length,
      said: group.reduce((sum, { probability }) => sum + probability, 0) / group.length,
      was: group.filter((statement) => statement.true).length / group.length,
    }));
}

/** Expected calibration error over ten bins: the mean distance between said and was, weighted by the bins' counts. */
export function calibrationError(statements: readonly Statement[]): number {
  const weighted = reliabilityBins(statements).reduce((sum, bin) => sum + bin.count * Math.abs(bin.said - bin.was), 0);
  return weighted / statements.length;
}

/**
 * The calibration error that these very probabilities have on average where they mean exactly what they say: with few cases
 * chance alone parts what was said from what was. Exact, from the Poisson binomial distribution of each bin.
 */
export function calibrationErrorByChance(statements: readonly Statement[], bins = 10): number {
  const grouped = Map.groupBy(statements, ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)));
  let error = 0;
  for (const group of grouped.values()) {
    const said = group.reduce((sum, { probability }) => sum + probability, 0);
    error += chancesOf(group).reduce((sum, chance, count) => sum + chance * Math.abs(said - count), 0);
  }
  return error / statements.length;
}

/** The chance of each number of true statements, from none to all. */
function chancesOf(group: readonly Statement[]): readonly number[] {
  let chances = [1];
  for (const { probability } of group) {
    chances = [...chances, 0].map(
      (chance, count) => chance * (1 - probability) + (chances[count - 1] ?? 0) * probability,
    );
  }
  return chances;
}

/** Brier score: the mean squared distance between the probability and what was so (0 or 1). */
export function brier(statements: readonly Statement[]): number {
  const sum = statements.reduce((total, one) => total + (one.probability - (one.true ? 1 : 0)) ** 2, 0);
  return sum / statements.length;
}

/** Mean −ln of the probability given to the truth, with a floor of one in a million. */
export function logLoss(truthProbabilities: readonly number[]): number {
  return truthProbabilities.reduce((sum, p) => sum - Math.log(Math.max(p, 1e-6)), 0) / truthProbabilities.length;
}
