import type { Random } from './seeded-random.ts';
import type { Behaviour } from './service-behaviour.ts';
import type { SetShape } from './set-shape.ts';
import type { Measured } from './signal.ts';

/** Measures one step of a service whose latency and failures include those of what it calls. `requests`: per second. */
export function measure(
  random: Random,
  behaviour: Behaviour,
  requests: number,
  { step, noise }: Pick<SetShape, 'step' | 'noise'>,
): Measured {
  const count = counted(random, requests * step, requests * step);
  const { latency, failing } = behaviour;
  const errors = Math.min(count, counted(random, count * failing, count * failing * (1 - failing)));
  const scatter = noise * Math.sqrt(1 + 30 / Math.max(1, count));
  const mean = latency * Math.exp(0.06 * scatter * random.normal());
  const p95 = 2.5 * latency * Math.exp(0.15 * scatter * random.normal());
  const some = count > 0;
  return {
    latencyP50: some ? 0.8 * mean : null,
    latencyP95: some ? p95 : null,
    latencyMean: some ? mean : null,
    requests: count,
    errors,
    errorRatio: some ? errors / count : null,
    cpu: behaviour.cpu,
    memory: behaviour.memory * 1e9,
    disk: behaviour.disk,
  };
}

/** A whole number that is normal around its mean, as counts of independent things nearly are. */
function counted(random: Random, mean: number, variance: number): number {
  return Math.max(0, Math.round(mean + random.normal() * Math.sqrt(variance)));
}
