import type { Case, CaseCommit, CaseDeploy, CaseSeries, LogRow } from '../../src/investigation/case.ts';
import { MINUTE_MS } from '../../src/investigation/time.ts';

/** How large a case is. */
export interface CaseSize {
  readonly series: number;
  readonly points: number;
  readonly deploys: number;
  readonly commits: number;
}

const ASKED_AT = Date.parse('2024-05-14T12:00:00Z');

/** A case of the given size, the same for the same size: services in a chain of calls, one of which becomes slow. */
export function syntheticCase({ series, points, deploys, commits }: CaseSize): Case {
  const random = seeded(series * 31 + points * 17 + deploys * 7 + commits);
  const services = Array.from({ length: Math.max(4, Math.ceil(series / 5)) }, (_, index) => `service-${index}`);
  const onset = ASKED_AT - 8 * MINUTE_MS;
  const shas = Array.from({ length: commits }, (_, index) => `${index.toString(16).padStart(8, '0')}${'a'.repeat(32)}`);
  return {
    id: 'synthetic',
    askedAt: ASKED_AT,
    alert: {
      service: 'service-0',
      title: 'service-0 p95 latency above 500 ms',
      series: 'service-0/latency/0',
      startedAt: onset + 3 * MINUTE_MS,
      firedAt: onset + 4 * MINUTE_MS,
      threshold: 0.5,
      comparison: 'above',
      periodSeconds: 60,
      periods: 3,
    },
    topology: services.slice(1).map((to, index) => ({ from: services[Math.floor(index / 2)] as string, to })),
    deploys: Array.from({ length: deploys }, (_, index) => deploy(index, deploys, services, shas)),
    commits: shas.map((sha, index) => commit(sha, index, random)),
    series: Array.from({ length: series }, (_, index) => oneSeries(index, points, services, onset, random)),
    logs: Array.from({ length: 200 }, (_, index) => logRow(index, services, onset)),
    alerts: [],
    changes: [],
  };
}

function deploy(index: number, count: number, services: readonly string[], shas: readonly string[]): CaseDeploy {
  const startedAt = ASKED_AT - Math.round((360 * MINUTE_MS * (count - index)) / count);
  return {
    id: `d${index}`,
    service: services[index % services.length] as string,
    environment: 'production',
    startedAt,
    liveAt: startedAt + 2 * MINUTE_MS,
    outcome: 'success',
    kind: 'deploy',
    commits: shas.filter((_, place) => place % count === index),
  };
}

function commit(sha: string, index: number, random: () => number): CaseCommit {
  const words = Array.from({ length: 120 }, () => `word${Math.floor(random() * 4000)}`);
  return {
    sha,
    message: `Change ${words.slice(0, 6).join(' ')}`,
    committedAt: ASKED_AT - index * MINUTE_MS,
    files: [
      {
        path: `src/module${index % 40}/${words[0]}.ts`,
        status: 'modified',
        patch: `@@ -1,4 +1,4 @@\n-${words.slice(6, 60).join(' ')}\n+${words.slice(60).join(' ')}`,
      },
    ],
  };
}

function oneSeries(
  index: number,
  points: number,
  services: readonly string[],
  onset: number,
  random: () => number,
): CaseSeries {
  const service = services[Math.floor(index / 5) % services.length] as string;
  const kind = (['latency', 'errors', 'requests', 'saturation', 'success_ratio'] as const)[index % 5] ?? 'other';
  const slow = Math.floor(index / 5) < 3;
  return {
    id: `${service}/${kind}/${index}`,
    service,
    kind,
    stepSeconds: 60,
    unit: kind === 'latency' ? 's' : 'count',
    points: Array.from({ length: points }, (_, place) => {
      const at = ASKED_AT - (points - place) * MINUTE_MS;
      const level = kind === 'requests' ? 1000 : kind === 'errors' ? 3 : kind === 'success_ratio' ? 0.99 : 0.2;
      const worse = slow && at >= onset && kind === 'latency' ? 5 : 1;
      return [at / 1000, level * worse * (0.9 + 0.2 * random())] as const;
    }),
  };
}

function logRow(index: number, services: readonly string[], onset: number): LogRow {
  return {
    at: onset - 30 * MINUTE_MS + index * 10_000,
    service: services[index % services.length] as string,
    level: index % 3 === 0 ? 'ERROR' : 'INFO',
    message: `request ${index} to word${index % 50} took ${index} ms`,
  };
}

/** Park and Miller's generator: the same numbers on every machine. */
function seeded(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
