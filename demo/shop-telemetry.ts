import type { Measure } from './simulated-prometheus.ts';

/** Requests a second of each service at its busiest. */
const PEAK: Readonly<Record<string, number>> = { checkout: 40, catalog: 120, payments: 25 };
const QUIET_ERROR_RATIO = 0.003;
const BROKEN_ERROR_RATIO = 0.11;

/**
 * The shop's telemetry: a daily rhythm, noise that depends on the minute alone, and from `brokenSince` (unix seconds) on
 * errors in the broken services.
 */
export function shopTelemetry(brokenSince: number, broken: readonly string[]): Measure {
  return (service, kind, at) => {
    const daily = 0.75 + 0.25 * Math.sin((at / 86_400) * 2 * Math.PI);
    const requests = (PEAK[service] ?? 10) * daily * (1 + 0.05 * noise(`${service}:requests`, at));
    if (kind === 'requests') return requests;
    if (kind === 'latency') return 0.08 * (1 + 0.1 * noise(`${service}:latency`, at));
    const isBroken = broken.includes(service) && at >= brokenSince;
    const ratio = isBroken ? BROKEN_ERROR_RATIO : QUIET_ERROR_RATIO;
    return requests * ratio * (1 + 0.3 * noise(`${service}:errors`, at));
  };
}

/** Between -1 and 1, the same for the same name and minute. */
function noise(name: string, at: number): number {
  let hash = 2_166_136_261;
  for (const letter of `${name}@${Math.floor(at / 60)}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2_246_822_507);
  return (hash >>> 8) / 0x7f_ff_ff - 1;
}
