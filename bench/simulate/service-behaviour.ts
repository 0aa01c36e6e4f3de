import type { FaultEffect } from './fault-effect.ts';
import type { Random } from './seeded-random.ts';
import type { SetShape } from './set-shape.ts';
import { wander } from './wander.ts';

/** What one service does by itself in one step, without what it calls. */
export interface Behaviour {
  /** Seconds of work for one request. */
  readonly latency: number;
  /** Share of requests. */
  readonly failing: number;
  /** Cores, gigabytes and bytes per second. */
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

/** What acts on a service in one step. */
export interface Pressure {
  /** Requests per second. */
  readonly requests: number;
  readonly effect: FaultEffect;
  /** How much more than usual the whole system has to do, as a share. */
  readonly surge: number;
  /** Factor of latency. */
  readonly background: number;
}

/** Draws a service's habits; each call gives its next step. `usualLoad`: requests per second at the entrance. */
export function serviceBehaviour(
  random: Random,
  { noise, step }: SetShape,
  usualLoad: number,
): (pressure: Pressure) => Behaviour {
  const usualLatency = random.logUniform(0.001, 0.05);
  const cpuCost = random.uniform(0.1, 0.5);
  const usualFailing = random.chance(0.6) ? 0 : random.logUniform(1e-4, 3e-3);
  const surgeSlows = cpuCost * random.uniform(0.5, 2);
  const drift = wander(random, 0.12 * noise, step);
  let memory = random.uniform(0.2, 0.6);
  return ({ requests, effect, surge, background }) => {
    // The mean over few requests scatters more than that over many.
    const scatter = (0.05 * noise * random.normal()) / Math.sqrt(Math.max(1, (requests * step) / 50));
    const latency = usualLatency * Math.exp(drift() + scatter) * (1 + surge * surgeSlows) * background;
    const cpu = (0.02 + (cpuCost * requests) / (1.3 * usualLoad)) * (1 + 0.08 * noise * random.normal());
    memory += 0.002 * noise * random.normal() * Math.sqrt(step / 60);
    return {
      latency: latency * effect.latencyFactor + effect.latencyAdded,
      failing: 1 - (1 - usualFailing) * (1 - effect.failing),
      cpu: Math.max(0, cpu + effect.cpu),
      memory: Math.max(0.05, memory + effect.memory),
      disk: Math.max(0, 1e5 * (1 + 0.3 * noise * random.normal()) + effect.disk),
    };
  };
}
