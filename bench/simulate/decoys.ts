import type { Service } from './call-graph.ts';
import type { Rollout } from './rollout.ts';
import type { Random } from './seeded-random.ts';

/** What decoys are set around, in seconds since the simulation's start. */
export interface DecoyFrame {
  readonly services: readonly Service[];
  readonly guilty: Service | null;
  readonly alerting: Service;
  /** Where deploys begin that are hard to tell from the guilty one, and where the alert was. */
  readonly nearFrom: number;
  readonly alertAt: number;
  /** How far back deploys may lie. */
  readonly history: number;
}

/**
 * Innocent deploys, two to four: in a third of the incidents none of them begins between the guilty one and the alert,
 * in a third one, in a third two. The rest is five minutes to five hours older than the alert. One may be of the
 * alerting service.
 */
export function decoys(random: Random, frame: DecoyFrame): readonly Rollout[] {
  const { alerting, guilty, alertAt } = frame;
  const others = frame.services.filter((service) => service !== guilty && service !== alerting);
  const near = () => random.uniform(frame.nearFrom, alertAt);
  const older = (minutes: number) => alertAt - random.uniform(300, Math.min(frame.history - 30, minutes * 60));
  const rollout = (service: Service, startedAt: number): Rollout => ({
    service,
    startedAt,
    liveAt: startedAt + random.uniform(30, 300),
  });
  const nearOnes = random.integer(0, 2);
  const second = random.chance(0.5) && alerting !== guilty ? alerting : random.pick(others);
  return [
    rollout(random.pick(others), nearOnes >= 1 ? near() : older(60)),
    rollout(second, nearOnes === 2 ? near() : older(90)),
    ...Array.from({ length: random.integer(0, 2) }, () => rollout(random.pick(others), older(300))),
  ];
}
