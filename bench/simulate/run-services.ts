import { background } from './background.ts';
import type { Service } from './call-graph.ts';
import { faultEffect } from './fault-effect.ts';
import { measure } from './measure.ts';
import { moment } from './moment.ts';
import type { Random } from './seeded-random.ts';
import { type Behaviour, serviceBehaviour } from './service-behaviour.ts';
import type { SetShape } from './set-shape.ts';
import type { Measured } from './signal.ts';
import type { Story } from './story.ts';
import { wander } from './wander.ts';

const DAY_SECONDS = 86_400;
/** A caller survives one in ten failures of what it calls. */
const FAILURE_PASSED_ON = 0.9;

/**
 * Runs all services through the story, `steps` steps from second `base` (Unix time) on. Requests flow from callers to
 * callees; latency and failures flow back.
 */
export function runServices(
  random: Random,
  services: readonly Service[],
  { onset, guilty, surge }: Story,
  shape: SetShape,
  { base, steps }: { readonly base: number; readonly steps: number },
): ReadonlyMap<Service, readonly Measured[]> {
  const usualLoad = random.logUniform(...(shape.requestsPerSecond ?? [3, 200]));
  const loadNoise = wander(random, 0.08 * shape.noise, shape.step);
  const slowedBy = background(random, services, shape);
  const next = new Map(services.map((service) => [service, serviceBehaviour(random, shape, usualLoad)]));
  const measured = new Map<Service, Measured[]>(services.map((service) => [service, []]));
  for (let index = 0; index < steps; index++) {
    const now = moment(index, shape.step, onset);
    const more = surge * now.onsetShare;
    const daily = 1 + 0.3 * Math.sin((2 * Math.PI * (base + now.at)) / DAY_SECONDS);
    const requests = requestsOf(services, usualLoad * daily * Math.exp(loadNoise()) * (1 + more));
    const own = new Map<Service, Behaviour>();
    for (const [service, nextOf] of next) {
      const effect = faultEffect(guilty?.service === service ? guilty.fault : null, now);
      const load = { requests: requests.get(service) ?? 0, surge: more };
      own.set(service, nextOf({ ...load, effect, background: slowedBy(service, now.at) }));
    }
    for (const [service, whole] of withCallees(services, own)) {
      measured.get(service)?.push(measure(random, whole, requests.get(service) ?? 0, shape));
    }
  }
  return measured;
}

/** Requests per second at each service. */
function requestsOf(services: readonly Service[], load: number): ReadonlyMap<Service, number> {
  const requests = new Map(services.map((service, index) => [service, index === 0 ? load : 0]));
  for (const service of services) {
    for (const { to, perRequest } of service.calls) {
      requests.set(to, (requests.get(to) ?? 0) + (requests.get(service) ?? 0) * perRequest);
    }
  }
  return requests;
}

/** Adds to each service what its callees take and pass on; callees come last in `services`, so they are whole first. */
function withCallees(
  services: readonly Service[],
  own: ReadonlyMap<Service, Behaviour>,
): ReadonlyMap<Service, Behaviour> {
  const whole = new Map(own);
  for (const service of services.toReversed()) {
    const alone = whole.get(service);
    if (alone === undefined) continue;
    let { latency, failing } = alone;
    for (const { to, perRequest } of service.calls) {
      const callee = whole.get(to);
      latency += perRequest * (callee?.latency ?? 0);
      failing = 1 - (1 - failing) * (1 - perRequest * FAILURE_PASSED_ON * (callee?.failing ?? 0));
    }
    whole.set(service, { ...alone, latency, failing });
  }
  return whole;
}
