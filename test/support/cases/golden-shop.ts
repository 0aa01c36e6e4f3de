import type { Case, CaseAlert, CaseCommit, CaseDeploy, CaseSeries, LogRow } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';
import { ASKED, shopSeries, step, TROUBLE } from './shop-series.ts';

const TOPOLOGY = [
  { from: 'web', to: 'cart' },
  { from: 'web', to: 'search' },
  { from: 'cart', to: 'payments' },
  { from: 'cart', to: 'shop-db' },
  { from: 'search', to: 'shop-db' },
];

/** The commits that its deploys bring. */
export const DECIMAL = commit('d1e2c1a0', 'Switch cart totals to decimal', 'src/cart/total.ts', {
  added: 'return total.toDecimal().toFixed(scale);',
  removed: 'return Math.round(total * 100) / 100;',
});
export const README = commit('4ead3e00', 'Explain the cart in the README', 'README.md', {
  added: 'The cart keeps lines.',
});
export const POOL = commit('b0015a2e', 'Lower the connection pool of payments to 2', 'config/payments.yml', {
  added: 'pool_max: 2',
  removed: 'pool_max: 40',
});
export const CACHE = commit('cac4e000', 'Keep search results in memory', 'src/search/cache.ts', {
  added: 'const results = new Map(); results.set(query, found);',
});
export const RECORD = commit('4ec04d00', 'Record what people search for', 'src/search/history.ts', {
  added: "await database.query('insert into searches (person, query, results) values ($1, $2, $3)', row);",
});
export const REINDEX = commit('4e1dec00', 'Reindex offers in one go', 'src/search/reindex.ts', {
  added: "const offers = await database.query('select * from offers order by changed_at');",
  removed: "const offers = await database.query('select * from offers where changed_at > $1', [since]);",
});
export const SCHEDULE = commit('5c4ed000', 'Clean up old searches more often', 'config/jobs.yml', {
  added: 'clean-up: "0 */2 * * *"',
  removed: 'clean-up: "0 3 * * *"',
});
export const FIX = commit('f1c50000', 'Guard cart against carts without lines', 'src/cart/lines.ts', {
  added: "if (lines === undefined) throw new EmptyCart('cart has no lines');",
});
export const LIBRARY = commit('11b4a4e5', 'money: round half to even', 'libs/money/round.ts', {
  added: 'export function roundHalfEven(amount) { return amount.toDecimal(); }',
});

/** A case of the shop, asked ten minutes after its trouble began. */
export function shop(id: string, more: Omit<Case, 'id' | 'askedAt'>): Case {
  return { id, askedAt: ASKED, topology: TOPOLOGY, ...more };
}

/** An alert that fired three minutes after the trouble began. */
export function errorAlert(service: string): CaseAlert {
  return {
    service,
    environment: 'production',
    title: `${service}: too many errors`,
    series: `${service}/errors`,
    startedAt: TROUBLE + 3 * MINUTE_MS,
    firedAt: TROUBLE + 3 * MINUTE_MS,
    comparison: 'above',
    periodSeconds: 60,
    periods: 2,
  };
}

/** An alert that fired so many minutes after the trouble began. */
export function latencyAlert(service: string, after: number): CaseAlert {
  const { startedAt: _first, firedAt: _sent, ...rest } = errorAlert(service);
  const startedAt = TROUBLE + after * MINUTE_MS;
  return {
    ...rest,
    title: `${service}: latency too high`,
    series: `${service}/latency`,
    startedAt,
    firedAt: startedAt,
  };
}

/** A deploy that was live so many minutes before the trouble, after a rollout of two minutes. */
export function deploy(
  id: string,
  service: string,
  before: number,
  commits: readonly CaseCommit[],
  more: Partial<CaseDeploy> = {},
): CaseDeploy {
  const liveAt = TROUBLE - before * MINUTE_MS;
  return {
    id,
    service,
    environment: 'production',
    repository: 'acme/shop',
    sha: commits.at(-1)?.sha ?? 'aaaa0000',
    previousSha: 'aaaa0000',
    startedAt: liveAt - 2 * MINUTE_MS,
    liveAt,
    outcome: 'success',
    kind: 'deploy',
    commits: commits.map(({ sha }) => sha),
    ...more,
  };
}

/** The deploy `d1`, that brought nothing. */
export function earlier(service: string, before: number): CaseDeploy {
  return deploy('d1', service, before, []);
}

function commit(
  sha: string,
  title: string,
  path: string,
  { added, removed }: { added: string; removed?: string },
): CaseCommit {
  const lines = [...(removed === undefined ? [] : [`-${removed}`]), `+${added}`];
  return {
    sha: sha.padEnd(40, '0'),
    author: 'mira',
    committedAt: TROUBLE - 240 * MINUTE_MS,
    message: title,
    files: [
      {
        path,
        status: 'modified',
        additions: 1,
        deletions: lines.length - 1,
        patch: ['@@ -80,9 +80,9 @@', ...lines].join('\n'),
      },
    ],
  };
}

/** Services whose metrics do nothing. */
export function calm(services: readonly string[]): CaseSeries[] {
  return services.flatMap((service) => [
    shopSeries(service, 'errors', { usual: 4 }, { id: `${service}/calm-errors` }),
    shopSeries(service, 'latency', { usual: 0.15 }, { id: `${service}/calm-latency` }),
  ]);
}

/** A service whose errors rise with the trouble while its requests do not. */
export function failing(service: string, usual: number, bad: number): CaseSeries[] {
  return [shopSeries(service, 'errors', step(usual, bad)), shopSeries(service, 'requests', { usual: 2400 })];
}

/** A line from long before the trouble. */
export function quietLogs(): LogRow[] {
  return [{ at: TROUBLE - 110 * MINUTE_MS, service: 'web', level: 'INFO', message: 'started', count: 1 }];
}

/** So many of an error in each of the three minutes after the trouble began. */
export function errors(service: string, message: string, count: number): LogRow[] {
  return [1, 2, 3].map((minute) => ({ at: TROUBLE + minute * MINUTE_MS, service, level: 'ERROR', message, count }));
}
