import { seededRandom } from './seeded-random.ts';
import type { SetShape } from './set-shape.ts';
import { simulateIncident } from './simulate-incident.ts';
import type { SimulatedCase } from './simulated-case.ts';
import type { Cause } from './story.ts';

/** Of seven incidents five come from a deploy. */
const CAUSES: readonly Cause[] = ['deploy', 'deploy', 'deploy', 'deploy', 'deploy', 'surge', 'nothing'];
const ATTEMPTS = 100;

/**
 * The cases of a set, from `count` incidents: the same for the same seed, and the first ones of a larger count. Throws
 * where a shape hardly ever raises an alert.
 *
 * All of it is made up. No figure here comes from real telemetry: graphs, noise and faults are guesses, and effects are
 * cleaner than in life. It shows what breaks in shapes that were never looked at; how good the verdict is in production
 * it does not show, and no weight may be fitted on it.
 */
export function simulateSet(shape: SetShape, count: number, seed: number): readonly SimulatedCase[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${shape.name}-${index}`;
    const random = seededRandom(`${seed} ${id}`);
    // Drawn once: causes that seldom raise an alert are not rarer for it.
    const cause = random.pick(CAUSES);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const cases = simulateIncident(random, shape, { id, cause });
      if (cases !== null) return cases;
    }
    throw new Error(`${id}: none of ${ATTEMPTS} stories raised an alert in time`);
  }).flat();
}
