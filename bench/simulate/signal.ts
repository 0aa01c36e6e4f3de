import type { CaseSeries } from '../../src/investigation/case.ts';

/** What a monitoring system can export of a service, with the series' name, kind, unit and statistic. */
export const SIGNALS = {
  latencyP50: { name: 'latency-50', kind: 'latency', unit: 's', statistic: 'p50' },
  latencyP95: { name: 'latency-95', kind: 'latency', unit: 's', statistic: 'p95' },
  latencyMean: { name: 'latency', kind: 'latency', unit: 's', statistic: 'average' },
  requests: { name: 'requests', kind: 'requests' },
  errors: { name: 'errors', kind: 'errors' },
  errorRatio: { name: 'error-ratio', kind: 'error_ratio' },
  cpu: { name: 'cpu', kind: 'saturation', unit: 'cores', statistic: 'average' },
  memory: { name: 'memory', kind: 'saturation', unit: 'bytes', statistic: 'average' },
  disk: { name: 'disk', kind: 'saturation', unit: 'bytes/s', statistic: 'average' },
} as const satisfies Record<string, Pick<CaseSeries, 'name' | 'kind' | 'unit' | 'statistic'>>;

export type Signal = keyof typeof SIGNALS;

/** One step of all signals; null where there was nothing to measure. */
export type Measured = Readonly<Record<Signal, number | null>>;
