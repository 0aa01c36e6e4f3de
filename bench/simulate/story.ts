import type { Service } from './call-graph.ts';
import { callersOf } from './callers-of.ts';
import { type Fault, fault } from './fault.ts';
import type { Random } from './seeded-random.ts';
import type { SetShape } from './set-shape.ts';

/** What really happens in one incident. */
export interface Story {
  readonly cause: Cause;
  /** Seconds since the simulation's start. With no cause, the end of the usual history. */
  readonly onset: number;
  readonly alerting: Service;
  /** What the guilty deploy broke; null where no deploy is guilty. */
  readonly guilty: { readonly service: Service; readonly fault: Fault } | null;
  /** How much the load grows at the onset, as a share of itself. */
  readonly surge: number;
}

/** A deploy, more load, or an alert on nothing but noise. */
export type Cause = 'deploy' | 'surge' | 'nothing';

/** Draws a story with the given cause. The entrance alerts, or in sets with `innerAlert` any service that the trouble reaches. */
export function story(random: Random, services: readonly Service[], shape: SetShape, cause: Cause): Story {
  const [entrance = random.pick(services), ...inner] = services;
  const guilty = cause === 'deploy' ? { service: random.pick(inner), fault: fault(random) } : null;
  const reached = guilty === null ? services : callersOf(services, guilty.service);
  return {
    cause,
    onset: shape.history - random.uniform(0, 120),
    alerting: shape.innerAlert === true ? random.pick(reached) : entrance,
    guilty,
    surge: cause === 'surge' ? random.uniform(1, 3) : 0,
  };
}
