import type { Random } from './seeded-random.ts';

const KINDS = ['busy-cpu', 'delay', 'memory-leak', 'busy-disk', 'lost-requests', 'bug', 'slow-query'] as const;

/** What a guilty deploy did to its service. */
export interface Fault {
  readonly kind: (typeof KINDS)[number];
  /** For what fails, the share of requests; for what slows, how many times as long a request takes. */
  readonly severity: number;
}

/** A random fault: five in seven slow the service down two to thirty times, the rest fail up to six in ten requests. */
export function fault(random: Random): Fault {
  const kind = random.pick(KINDS);
  const fails = kind === 'bug' || kind === 'lost-requests';
  return { kind, severity: fails ? random.uniform(0.05, 0.6) : random.logUniform(2, 30) };
}
