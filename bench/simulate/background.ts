import type { Service } from './call-graph.ts';
import type { Random } from './seeded-random.ts';
import type { SetShape } from './set-shape.ts';

const CRON_SECONDS = 900;
const CRON_LASTS = 60;
const PAST_TROUBLE_LASTS = 600;

/**
 * What slows services down and is no incident, as a factor of their latency: in sets with `background`, a job that
 * runs every quarter of an hour in one service, and ten minutes of trouble in another that were over long ago.
 */
export function background(
  random: Random,
  services: readonly Service[],
  { background: wanted, history, step }: SetShape,
): (service: Service, at: number) => number {
  if (wanted !== true) return () => 1;
  const job = random.pick(services);
  const troubled = random.pick(services.slice(1));
  const from = random.uniform(0.1, 0.8) * history;
  const severity = random.uniform(3, 10);
  return (service, at) => {
    const running = service === job && at % CRON_SECONDS < Math.max(step, CRON_LASTS);
    const ill = service === troubled && at > from && at < from + PAST_TROUBLE_LASTS;
    return (running ? 3 : 1) * (ill ? severity : 1);
  };
}
