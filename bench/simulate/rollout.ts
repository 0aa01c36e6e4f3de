import type { Service } from './call-graph.ts';

/** A deploy as it happened, in seconds since the simulation's start. */
export interface Rollout {
  readonly service: Service;
  readonly startedAt: number;
  readonly liveAt: number;
}
