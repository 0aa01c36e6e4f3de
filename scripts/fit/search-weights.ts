import { FITTED, type Weights } from '../../src/investigation/verdict/weights.ts';

const STEPS = [0.5, 0.25, 0.12];

/** Coordinate search on the logarithm of each fitted weight: deterministic, and it can only lower the objective. */
export function searchWeights(start: Weights, objective: (weights: Weights) => number): Weights {
  let best = start;
  let lowest = objective(start);
  for (const step of STEPS) {
    let improved = true;
    for (let round = 0; improved && round < 4; round++) {
      improved = false;
      for (const { name, low, high } of FITTED) {
        for (const factor of [Math.exp(step), Math.exp(-step)]) {
          const value = Math.min(high, Math.max(low, best[name] * factor));
          if (value === best[name]) continue;
          const tried = { ...best, [name]: value };
          const loss = objective(tried);
          if (loss < lowest - 1e-5) {
            lowest = loss;
            best = tried;
            improved = true;
            break;
          }
        }
      }
    }
  }
  return best;
}
