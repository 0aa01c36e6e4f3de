import type { Case, CaseAlert, CaseSeries } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';
import {
  CACHE,
  calm,
  DECIMAL,
  deploy,
  earlier,
  errorAlert,
  errors,
  FIX,
  failing,
  LIBRARY,
  latencyAlert,
  POOL,
  quietLogs,
  README,
  RECORD,
  shop,
} from './golden-shop.ts';
import { firstRun, ranOut, schedule } from './golden-slow-causes.ts';
import { shopSeries, step, TROUBLE } from './shop-series.ts';
import { vainRollback } from './vain-rollback.ts';

/**
 * The shapes that every release is held against. All happen in one shop: `web` calls `cart` and `search`, `cart` calls `payments`,
 * `cart` and `search` read `shop-db`. Each is what a person would tell of such an incident, no more.
 */
export function goldenIncidents(): Case[] {
  return [
    stepCase(),
    ramp(),
    spike(),
    slowLeak(),
    sharedDiskFull(),
    ranOut(),
    schedule(),
    firstRun(),
    sparseErrors(),
    rollback(),
    vainRollback(),
    redeploy(),
    canary(),
    sharedLibrary(),
    dependencyDeploy(),
    twoDeploys(),
    flagFlip(),
    certificateExpiry(),
    trafficSurge(),
    noTelemetry(),
    twoIncidents(),
  ];
}

function stepCase(): Case {
  return shop('step', {
    alert: errorAlert('cart'),
    deploys: [earlier('search', 70), deploy('d2', 'cart', 4, [README, DECIMAL])],
    commits: [README, DECIMAL],
    series: [...calm(['search', 'payments']), ...failing('cart', 3, 120), ...failing('web', 5, 95)],
    logs: [
      ...quietLogs(),
      ...errors('cart', 'TypeError: total.toDecimal is not a function at src/cart/total.ts:88', 90),
    ],
  });
}

function ramp(): Case {
  const rising = (minutes: number): number => (minutes < 0 ? 0.12 : 0.12 + 0.09 * minutes);
  return shop('ramp', {
    alert: latencyAlert('cart', 5),
    deploys: [earlier('search', 50), deploy('d2', 'cart', 2, [DECIMAL])],
    commits: [DECIMAL],
    series: [
      ...calm(['search', 'payments']),
      shopSeries('cart', 'latency', { usual: 0.12, at: rising }),
      shopSeries('web', 'latency', { usual: 0.2, at: (m) => 0.08 + rising(m) }),
    ],
  });
}

function spike(): Case {
  const burst = (minutes: number): number => (minutes >= 0 && minutes < 4 ? 140 : 3);
  return shop('spike', {
    alert: errorAlert('cart'),
    deploys: [earlier('search', 80), deploy('d2', 'cart', 2, [DECIMAL])],
    commits: [DECIMAL],
    series: [
      ...calm(['search', 'payments']),
      shopSeries('cart', 'errors', { usual: 3, at: burst }),
      shopSeries('cart', 'requests', { usual: 2400 }),
    ],
  });
}

function slowLeak(): Case {
  const deployed = -75;
  const memory = (minutes: number): number =>
    minutes < deployed ? 41 : Math.min(99, 41 + 0.75 * (minutes - deployed));
  return shop('slow-leak', {
    alert: errorAlert('search'),
    deploys: [deploy('d1', 'search', -deployed, [CACHE]), deploy('d2', 'cart', 25, [README])],
    commits: [CACHE, README],
    series: [
      ...calm(['cart', 'payments']),
      ...failing('search', 2, 60),
      shopSeries('search', 'saturation', { usual: 41, scatter: 0.01, at: memory }, { name: 'memory', unit: 'percent' }),
    ],
    logs: [...quietLogs(), ...errors('search', 'out of memory: results cannot be kept', 20)],
  });
}

function sharedDiskFull(): Case {
  const deployed = -80;
  const disk = (minutes: number): number => Math.min(100, 36 + 0.8 * Math.max(0, minutes - deployed));
  return shop('shared-disk-full', {
    alert: errorAlert('cart'),
    deploys: [deploy('d1', 'search', -deployed, [RECORD]), deploy('d2', 'cart', 12, [FIX])],
    commits: [RECORD, FIX],
    series: [
      ...calm(['payments', 'search']),
      ...failing('cart', 3, 90),
      shopSeries('shop-db', 'saturation', { usual: 36, scatter: 0.005, at: disk }, { name: 'disk', unit: 'percent' }),
    ],
    logs: [...quietLogs(), ...errors('cart', 'cannot write: the database is read-only', 30)],
  });
}

function sparseErrors(): Case {
  const rare = (minutes: number): number => (minutes >= 0 && minutes % 3 === 0 ? 1 : 0);
  return shop('sparse-errors', {
    alert: errorAlert('payments'),
    deploys: [earlier('cart', 64), deploy('d2', 'payments', 3, [POOL])],
    commits: [POOL],
    series: [
      ...calm(['search']),
      shopSeries('payments', 'errors', { usual: 0, at: rare }),
      shopSeries('payments', 'requests', { usual: 14 }),
    ],
    logs: [...quietLogs(), ...errors('payments', 'timed out waiting for a connection: pool_max reached', 1)],
  });
}

function rollback(): Case {
  const back = deploy('d2', 'cart', 4, [FIX], { kind: 'rollback' });
  return shop('rollback', {
    alert: errorAlert('cart'),
    deploys: [earlier('search', 45), deploy('d0', 'cart', 90, [FIX]), back],
    commits: [FIX],
    series: [...calm(['search', 'payments']), ...failing('cart', 3, 110)],
    logs: [
      ...quietLogs(),
      ...errors('cart', "TypeError: cannot read 'lines' of undefined at src/cart/lines.ts:12", 80),
    ],
  });
}

function redeploy(): Case {
  const { commits: _none, ...again } = deploy('d2', 'cart', 3, [], { kind: 'redeploy' });
  return shop('redeploy', {
    alert: errorAlert('cart'),
    deploys: [deploy('d1', 'cart', 200, [README]), again],
    commits: [README],
    series: [...calm(['search', 'payments']), ...failing('cart', 3, 110)],
  });
}

function canary(): Case {
  const versions = { new: '2.1', old: '2.0' };
  const part = (version: string, kind: 'errors' | 'requests', usual: number, bad = usual): CaseSeries =>
    shopSeries('cart', kind, step(usual, bad), { id: `cart/${kind}/${version}`, version });
  return shop('canary', {
    alert: errorAlert('cart'),
    deploys: [
      deploy('d1', 'payments', 5, [POOL]),
      {
        ...deploy('d2', 'cart', 12, [DECIMAL]),
        versions,
        rollout: [{ at: TROUBLE - 10 * MINUTE_MS, replicas: 1, of: 10 }],
      },
    ],
    commits: [POOL, DECIMAL],
    series: [
      ...calm(['search', 'payments']),
      ...failing('cart', 3, 26),
      part('2.0', 'errors', 3),
      part('2.0', 'requests', 2200),
      part('2.1', 'errors', 0, 24),
      part('2.1', 'requests', 240),
    ],
  });
}

function sharedLibrary(): Case {
  return shop('shared-library', {
    alert: errorAlert('payments'),
    deploys: [deploy('d1', 'search', 40, [LIBRARY]), deploy('d2', 'payments', 3, [LIBRARY, README])],
    commits: [LIBRARY, README],
    series: [...calm(['search', 'cart']), ...failing('payments', 2, 70)],
    logs: [...quietLogs(), ...errors('payments', 'TypeError: amount.toDecimal is not a function at roundHalfEven', 60)],
  });
}

function dependencyDeploy(): Case {
  return shop('dependency-deploy', {
    alert: latencyAlert('web', 3),
    deploys: [deploy('d1', 'payments', 4, [POOL]), deploy('d2', 'web', 22, [README])],
    commits: [POOL, README],
    series: [
      ...calm(['search']),
      shopSeries('payments', 'latency', step(0.06, 0.9)),
      shopSeries('cart', 'latency', step(0.12, 0.97)),
      shopSeries('web', 'latency', step(0.2, 1.06)),
    ],
    logs: [...quietLogs(), ...errors('payments', 'timed out waiting for a connection: pool_max reached', 30)],
  });
}

function twoDeploys(): Case {
  return shop('two-deploys', {
    alert: errorAlert('web'),
    deploys: [deploy('d1', 'cart', 3, [DECIMAL]), deploy('d2', 'search', 3, [CACHE])],
    commits: [DECIMAL, CACHE],
    series: [...calm(['search', 'payments']), ...failing('cart', 3, 120), ...failing('web', 5, 95)],
  });
}

function flagFlip(): Case {
  return shop('flag-flip', {
    alert: errorAlert('cart'),
    deploys: [deploy('d1', 'cart', 95, [README])],
    commits: [README],
    changes: [
      {
        id: 'f1',
        kind: 'flag',
        service: 'cart',
        at: TROUBLE - MINUTE_MS,
        title: 'gift-cards: off -> on',
        actor: 'mira',
      },
    ],
    series: [...calm(['search', 'payments']), ...failing('cart', 3, 120)],
  });
}

function certificateExpiry(): Case {
  return shop('certificate-expiry', {
    alert: errorAlert('payments'),
    deploys: [deploy('d1', 'payments', 12, [README])],
    commits: [README],
    series: [...calm(['search', 'cart']), ...failing('payments', 2, 80)],
    logs: [...quietLogs(), ...errors('payments', 'POST https://bank.example/pay: certificate has expired', 75)],
  });
}

function trafficSurge(): Case {
  const surge = (service: string, usual: number): CaseSeries => shopSeries(service, 'requests', step(usual, 5 * usual));
  return shop('traffic-surge', {
    alert: latencyAlert('web', 3),
    deploys: [deploy('d1', 'web', 18, [README])],
    commits: [README],
    series: [
      surge('web', 3000),
      surge('cart', 1000),
      shopSeries('web', 'latency', step(0.2, 1.4)),
      shopSeries('web', 'errors', step(9, 45)),
      shopSeries('cart', 'latency', step(0.12, 0.4)),
      shopSeries('web', 'saturation', step(40, 100), { name: 'cpu', unit: 'percent' }),
    ],
  });
}

function noTelemetry(): Case {
  const { topology: _graph, ...bare } = shop('no-telemetry', {
    alert: { service: 'cart', environment: 'production', title: 'cart is down', startedAt: TROUBLE + 2 * MINUTE_MS },
    deploys: [earlier('search', 300), deploy('d2', 'cart', 3, [README, DECIMAL])],
    commits: [README, DECIMAL],
  });
  return bare;
}

function twoIncidents(): Case {
  const other: CaseAlert = { ...errorAlert('search'), startedAt: TROUBLE - 30 * MINUTE_MS };
  return shop('two-incidents', {
    alert: errorAlert('payments'),
    alerts: [other],
    deploys: [deploy('d1', 'search', 34, [CACHE]), deploy('d2', 'payments', 4, [POOL])],
    commits: [CACHE, POOL],
    series: [
      ...calm(['cart']),
      shopSeries('search', 'errors', { usual: 2, at: (minutes) => (minutes >= -32 ? 70 : 2) }),
      ...failing('payments', 2, 80),
    ],
    logs: [...quietLogs(), ...errors('payments', 'timed out waiting for a connection: pool_max reached', 60)],
  });
}
