import type { Rollout } from './rollout.ts';
import type { Random } from './seeded-random.ts';
import type { SetShape } from './set-shape.ts';
import type { Story } from './story.ts';

/** The deploy that the story blames: its fault shows while it rolls out, or in sets with `lateOnset` up to that much later. */
export function guiltyRollout(random: Random, { guilty, onset }: Story, { lateOnset }: SetShape): Rollout | null {
  if (guilty === null) return null;
  const { service } = guilty;
  if (lateOnset === undefined) {
    return { service, startedAt: onset - random.uniform(20, 240), liveAt: onset + random.uniform(0, 110) };
  }
  const startedAt = onset - random.uniform(60, lateOnset);
  return { service, startedAt, liveAt: startedAt + random.uniform(30, 200) };
}
