import type { Case, CaseSeries } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';
import {
  calm,
  deploy,
  errorAlert,
  errors,
  FIX,
  failing,
  latencyAlert,
  quietLogs,
  REINDEX,
  SCHEDULE,
  shop,
} from './golden-shop.ts';
import { shopSeries, step, TROUBLE } from './shop-series.ts';

/** Since before any deploy the disk of `shop-db` fills up; it is full when `cart`, which was just deployed, begins to fail. */
export function ranOut(): Case {
  const left = (minutes: number): number => Math.max(0, -minutes / 10);
  return shop('ran-out', {
    alert: errorAlert('cart'),
    deploys: [deploy('d1', 'search', 50, []), deploy('d2', 'cart', 11, [FIX])],
    commits: [FIX],
    series: [
      ...calm(['payments', 'search']),
      ...failing('cart', 3, 90),
      shopSeries(
        'shop-db',
        'saturation',
        { usual: 12, scatter: 0.002, at: left },
        { name: 'free storage', unit: 'GB' },
      ),
    ],
    logs: [...quietLogs(), ...errors('cart', 'cannot write: the database is read-only', 30)],
  });
}

function slowDatabase(): CaseSeries[] {
  return [
    ...calm(['payments']),
    shopSeries('cart', 'latency', step(0.12, 0.8)),
    shopSeries('web', 'latency', step(0.2, 0.9)),
    shopSeries('search', 'latency', step(0.1, 0.7)),
    shopSeries('shop-db', 'saturation', step(30, 88), { name: 'cpu', unit: 'percent' }),
  ];
}

/** `search` looks for new offers every hour; the first time after a deploy of 40 minutes before it asks the database for all of them at once. */
export function firstRun(): Case {
  const runs = [-120, -60, 0].map((minutes) => ({
    at: TROUBLE + minutes * MINUTE_MS,
    service: 'search',
    level: 'INFO',
    message: `reindex of offers begins, ${8_000 + minutes} offers`,
  }));
  return shop('first-run', {
    alert: latencyAlert('cart', 3),
    deploys: [deploy('d1', 'search', 40, [REINDEX]), deploy('d2', 'cart', 12, [FIX])],
    commits: [REINDEX, FIX],
    series: slowDatabase(),
    logs: [...quietLogs(), ...runs, ...errors('cart', 'slow query: select from lines took 4100 ms', 20)],
  });
}

/** A job of `search` runs by day since its deploy two hours before, and `cart`, which reads the same database, is slow with its first run. */
export function schedule(): Case {
  return shop('schedule', {
    alert: latencyAlert('cart', 3),
    deploys: [deploy('d1', 'search', 130, [SCHEDULE]), deploy('d2', 'cart', 12, [FIX])],
    commits: [SCHEDULE, FIX],
    series: slowDatabase(),
    logs: [...quietLogs(), ...errors('cart', 'slow query: select from searches took 4100 ms', 20)],
  });
}
