import type { StoredRevert } from '../../../src/investigation/commands/stored-revert.ts';
import type { LedgerDeploy } from '../../../src/investigation/ledger/ledger-deploy.ts';
import { code, sentence } from '../../../src/investigation/sentence.ts';
import { weekOf } from '../../../src/investigation/summary/iso-week.ts';
import type { WeekIncident, WeekMaterial } from '../../../src/investigation/summary/week-material.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/investigation/time.ts';
import { bareSample, noneSample, strongSample, weakSample } from './report-samples.ts';

/** 2026-W47: 16 to 22 November. */
export const WEEK = weekOf(Date.UTC(2026, 10, 18));
const [suspect] = strongSample.verdict.suspects;
const NAMED = { deploy: suspect?.deploy ?? null, commit: suspect?.commit ?? null };
const OTHER = 'c0ffee1234567890abcdef1234567890abcdef12';

/** An incident of the week: `checkout` in production, over after 35 min, with nothing else known of it. */
export function weekIncident(id: string, hour: number, extra: Partial<WeekIncident> = {}): WeekIncident {
  const openedAt = WEEK.from + hour * HOUR_MS;
  return {
    incident: {
      id,
      installationId: 1,
      repositoryId: 11,
      service: 'checkout',
      environment: 'production',
      state: 'resolved',
      openedAt,
      lastSignalAt: openedAt,
      resolvedAt: openedAt + 35 * MINUTE_MS,
      ...extra.incident,
    },
    feedback: [],
    reverts: [],
    ...Object.fromEntries(Object.entries(extra).filter(([key]) => key !== 'incident')),
  };
}

export function weekDeploy(id: string, hour: number, extra: Partial<LedgerDeploy> = {}): LedgerDeploy {
  const startedAt = WEEK.from + hour * HOUR_MS;
  return {
    id,
    repositoryId: 11,
    service: 'checkout',
    environment: 'production',
    source: 'deployment_status',
    sha: OTHER,
    startedAt,
    liveAt: startedAt + MINUTE_MS,
    outcome: 'success',
    kind: 'deploy',
    ...extra,
  };
}

/** Somebody's word on the change that the strong verdict names, or on another. */
export const said = (incidentId: string, label: 'it-was' | 'not-it', about: 'named' | 'other' | 'none' = 'named') => {
  const subject = about === 'named' ? NAMED : { deploy: null, commit: about === 'other' ? OTHER : null };
  return { incidentId, label, ...subject, at: WEEK.from + 6 * DAY_MS, source: 'command' as const, by: 'ada' };
};

const revert = (id: string, issueNumber: number, extra: Partial<StoredRevert>): StoredRevert => ({
  id,
  incidentId: 'a',
  repositoryId: 11,
  issueNumber,
  subject: { kind: 'commit', sha: OTHER },
  deploy: null,
  by: { kind: 'automatic' },
  at: WEEK.from + DAY_MS,
  state: 'wanted',
  plans: 0,
  ...extra,
});
const MERGED = revert('r1', 41, { state: 'recovered', draft: { number: 52, at: WEEK.from + DAY_MS } });
const REFUSED = revert('r2', 42, {
  state: 'refused',
  reasons: [sentence`Later commits changed the same lines of ${code('src/cart.js')}.`],
});

const looked = ({ theCase, verdict }: typeof strongSample) => ({ theCase, onset: verdict.onset });

/** A week with something of everything. */
export const fullWeek: WeekMaterial = {
  week: WEEK,
  repository: { fullName: 'acme/shop', webUrl: 'https://github.com/acme/shop' },
  incidents: [
    weekIncident('e', 150, {
      incident: { ...weekIncident('e', 150).incident, service: 'search', state: 'open', environment: 'staging' },
      issue: 45,
    }),
    weekIncident('d', 90, {
      incident: { ...weekIncident('d', 90).incident, service: 'search' },
      issue: 44,
      verdict: bareSample.verdict,
      named: { sha: OTHER, repository: 'acme/search', isDeploy: true },
      looked: looked(bareSample),
    }),
    weekIncident('c', 60, {
      issue: 43,
      verdict: noneSample.verdict,
      feedback: [said('c', 'it-was', 'none')],
      looked: looked(noneSample),
    }),
    weekIncident('b', 30, {
      issue: 42,
      verdict: weakSample.verdict,
      named: { pullRequest: 4821, sha: NAMED.commit ?? '', repository: 'acme/shop' },
      feedback: [said('b', 'not-it'), said('b', 'it-was', 'other')],
      thumbs: { counted: { up: 0, down: 1 }, others: { up: 2, down: 0 } },
      reverts: [REFUSED],
      looked: looked(weakSample),
    }),
    weekIncident('a', 7, {
      issue: 41,
      verdict: strongSample.verdict,
      named: { pullRequest: 4821, sha: NAMED.commit ?? '', repository: 'acme/shop' },
      feedback: [{ ...said('a', 'it-was'), source: 'merged-revert' }],
      reverts: [MERGED],
      looked: looked(strongSample),
    }),
  ],
  leftOut: [],
  weekBefore: {
    incidents: [{ band: 'strong', state: 'resolved' }, { band: 'none', state: 'resolved' }, { state: 'open' }],
    leftOut: [],
  },
  deploys: [
    weekDeploy('d1', 2),
    weekDeploy('d2', 6),
    weekDeploy('d3', 8, { kind: 'rollback' }),
    weekDeploy('d4', 20, { outcome: 'failure', liveAt: undefined } as never),
    weekDeploy('s1', 20, { service: 'search' }),
    weekDeploy('s2', 21, { service: 'search', environment: 'staging' }),
    weekDeploy('p1', 21, { environment: 'pr-7', transient: true }),
    weekDeploy('before', -30),
  ],
  namedDeploys: ['d2'],
  reverts: [
    { revert: REFUSED, repository: 'acme/shop' },
    { revert: MERGED, repository: 'acme/shop' },
  ],
  unmapped: [
    { title: 'DiskFull', mapping: 'services:\n  my-service:\n    alerts:\n      - alertname: "DiskFull"\n' },
    { title: 'CertExpires' },
    { title: 'DiskFull' },
  ],
  showsUnmapped: true,
  dead: [
    { kind: 'delivery', of: 'checkout-grafana', count: 2 },
    { kind: 'job', of: 'investigate', count: 1 },
  ],
};

/** A week in which nothing happened. */
export const emptyWeek: WeekMaterial = {
  week: WEEK,
  repository: fullWeek.repository,
  incidents: [],
  leftOut: [],
  weekBefore: { incidents: [], leftOut: [] },
  deploys: [],
  namedDeploys: [],
  reverts: [],
  unmapped: [],
  showsUnmapped: true,
  dead: [],
};
