import type { Case, CaseDeploy, CaseSeries } from '../../../src/investigation/case.ts';
import type { ReportInput } from '../../../src/investigation/report/report-input.ts';
import { code, sentence } from '../../../src/investigation/sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/investigation/time.ts';
import type { Evidence, Verdict } from '../../../src/investigation/verdict/verdict.ts';

/** 2026-11-23 03:06 UTC: when every sample is asked. */
const ASKED = Date.UTC(2026, 10, 23, 3, 6);
/** When the trouble began, and when the deploy before it was live. */
export const ONSET = Date.UTC(2026, 10, 23, 2, 55);
export const LIVE = Date.UTC(2026, 10, 23, 2, 53);
const GOOD = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const BAD = 'b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f80';
const DOCS = 'c0ffee1234567890abcdef1234567890abcdef12';
const OLD = '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432';

const deploys: readonly CaseDeploy[] = [
  {
    id: 'github:deployment:974',
    service: 'checkout',
    environment: 'production',
    sha: GOOD,
    previousSha: OLD,
    startedAt: LIVE - 9 * HOUR_MS - 3 * MINUTE_MS,
    liveAt: LIVE - 9 * HOUR_MS,
    endedAt: LIVE,
    outcome: 'success',
    kind: 'deploy',
    commits: [GOOD],
  },
  {
    id: 'github:deployment:991',
    service: 'checkout',
    environment: 'production',
    sha: BAD,
    previousSha: GOOD,
    startedAt: LIVE - 2 * MINUTE_MS,
    liveAt: LIVE,
    outcome: 'success',
    kind: 'deploy',
    commits: [DOCS, BAD],
  },
];

const errorRatio: CaseSeries = {
  id: 'errors',
  service: 'checkout',
  name: 'HTTPCode_Target_5XX_Count / RequestCount',
  kind: 'error_ratio',
  stepSeconds: 60,
  points: Array.from({ length: 42 }, (_, minute) => {
    const at = ASKED / 1_000 - (41 - minute) * 60;
    return [at, at * 1_000 < ONSET ? 0.004 + (minute % 3) * 0.0004 : 0.068 + Math.min(0.029, minute * 0.0008)] as const;
  }).filter(([at]) => at !== ONSET / 1_000 - 600),
};

const theCase: Case = {
  id: 'inc-strong',
  askedAt: ASKED,
  alert: {
    service: 'checkout',
    environment: 'production',
    title: 'checkout-5xx-high',
    series: 'errors',
    startedAt: ONSET + 3 * MINUTE_MS,
    firedAt: ONSET + 3 * MINUTE_MS,
    threshold: 0.05,
    observed: 0.097,
  },
  deploys,
  commits: [
    { sha: GOOD, author: 'mira', pullRequest: 4803, message: 'Cache the price list' },
    { sha: DOCS, author: 'ola', pullRequest: 4819, message: 'Explain the cart in the docs' },
    { sha: BAD, author: 'sam', pullRequest: 4821, message: 'Switch cart totals to decimal (fixes #12) @org/team' },
  ],
  series: [errorRatio],
  logs: [
    {
      at: ONSET + 11_000,
      service: 'checkout',
      level: 'error',
      message: 'TypeError: total.toFixed is not a function',
      count: 1204,
    },
    { at: ONSET - 25 * MINUTE_MS, service: 'checkout', message: 'slow cart of user alice: 1204 ms', count: 31 },
    { at: ONSET + 30_000, service: 'checkout', message: 'slow cart of user bob: 2310 ms', count: 14 },
  ],
};

/** One numbered reason of a verdict. */
export const evidence = (id: string, clue: string, weight: number, says: Evidence['says']): Evidence => ({
  id,
  clue,
  weight,
  says,
});

const strong: Verdict = {
  band: 'strong',
  onset: { at: ONSET, from: ONSET - MINUTE_MS, to: ONSET + MINUTE_MS, source: 'series' },
  suspects: [
    {
      deploy: 'github:deployment:991',
      commit: BAD,
      probability: 0.91,
      evidence: [
        evidence('E1', 'timing', 2.3, sentence`live 2 min before the problem began`),
        evidence(
          'E2',
          'stack-overlap',
          1.9,
          sentence`the error is raised in ${code('src/cart/total.ts:88')}, a line that it changed`,
        ),
        evidence('E3', 'spread', -0.4, sentence`1 of 3 zones shows no errors`),
      ],
    },
    {
      deploy: 'github:deployment:991',
      commit: DOCS,
      probability: 0.03,
      evidence: [
        evidence('E4', 'timing', 2.3, sentence`live 2 min before the problem began`),
        evidence('E5', 'file-kinds', -3.1, sentence`it changes documentation only`),
      ],
    },
  ],
  otherChanges: [],
  nothing: {
    probability: 0.06,
    evidence: [
      evidence(
        'E6',
        'neighbours',
        -0.8,
        sentence`${code('payments')} and ${code('catalog')}, which were not deployed, are healthy`,
      ),
    ],
  },
  notChecked: [{ what: sentence`feature flags`, why: sentence`no source is connected` }],
};

const repository = { fullName: 'shop/checkout', webUrl: 'https://github.com/shop/checkout' };
const incident = { id: '01JD9V7Q8Z', service: 'checkout', environment: 'production', openedAt: ONSET + 3 * MINUTE_MS };
const alerts = [
  { title: 'checkout-5xx-high', source: 'alertmanager', status: 'firing', startsAt: ONSET + 3 * MINUTE_MS },
] as const;

/** A full report: a deploy of two pull requests, one of which broke the cart. */
export const strongSample: ReportInput = {
  incident,
  theCase,
  verdict: strong,
  repository,
  rulesVersion: '7',
  alerts,
  deployFacts: {
    'github:deployment:991': { actor: 'deploy-bot', url: 'https://github.com/shop/checkout/actions/runs/99123/job/4' },
    'github:deployment:974': { actor: 'deploy-bot', url: 'https://elsewhere.invalid/x' },
  },
  commitFacts: { [BAD]: { pullRequestTitle: 'Switch cart totals to decimal', authorLogin: 'sam' } },
  earlier: [{ at: ONSET + 4 * MINUTE_MS, verdict: { band: 'weak', suspects: strong.suspects } }],
  revert: { pullRequest: 4830, says: sentence`3 files, no conflict, no migration` },
  redeployCommand: 'gh workflow run deploy.yml --ref main -f service={service} -f sha={sha}',
};

/** Nothing that went live explains it; a flag was changed and a neighbour alerts too. */
export const noneSample: ReportInput = {
  ...strongSample,
  theCase: {
    ...theCase,
    id: 'inc-none',
    deploys: [deploys[0] as CaseDeploy],
    changes: [{ id: 'flag-1', kind: 'flag', at: ONSET - 4 * MINUTE_MS, title: 'new-tax-engine to 50 %', actor: 'kim' }],
    topology: [{ from: 'checkout', to: 'payments' }],
    alerts: [{ service: 'payments', title: 'payments latency', startedAt: ONSET - MINUTE_MS }],
  },
  verdict: {
    ...strong,
    band: 'none',
    suspects: [
      {
        deploy: 'github:deployment:974',
        commit: GOOD,
        probability: 0.05,
        evidence: [
          evidence('E1', 'timing', -2.7, sentence`it was live for 9 h without this error`),
          evidence(
            'E3',
            'own-metrics',
            -1.1,
            sentence`the error ratio of ${code('checkout')} went from 0.44 % to 9.6 % with the onset (22 times), but those of ${code('payments')} moved too, and all metrics together fit trouble that began elsewhere better`,
          ),
        ],
      },
    ],
    otherChanges: [
      {
        change: 0,
        probability: 0.62,
        evidence: [evidence('E2', 'timing', 1.4, sentence`it was changed 4 min before the problem began`)],
      },
    ],
    nothing: {
      probability: 0.33,
      evidence: [evidence('E3', 'neighbours', 0.9, sentence`${code('payments')} began to alert 1 min before`)],
    },
  },
  earlier: [],
  alerts: [],
};

const [older, newer] = deploys as readonly [CaseDeploy, CaseDeploy];
const OLD_REASONS = [evidence('E4', 'timing', -0.4, sentence`live 9 h 2 min before the problem began`)];
const NEW_REASONS = [evidence('E1', 'timing', 0.6, sentence`live 2 min before the problem began`)];
const DOCS_REASONS = [
  evidence('E2', 'timing', 0.5, sentence`live 6 min before the problem began`),
  evidence('E3', 'kind', -0.3, sentence`it changes documentation only`),
];

/** Three deploys at about the same time, none of which stands out. */
export const weakSample: ReportInput = {
  ...strongSample,
  theCase: {
    ...theCase,
    id: 'inc-weak',
    deploys: [
      { ...older, endedAt: LIVE - 4 * MINUTE_MS },
      {
        ...newer,
        id: 'github:deployment:990',
        sha: DOCS,
        startedAt: LIVE - 6 * MINUTE_MS,
        liveAt: LIVE - 4 * MINUTE_MS,
        endedAt: LIVE,
        commits: [DOCS],
      },
      { ...newer, previousSha: DOCS, commits: [BAD] },
    ],
  },
  verdict: {
    ...strong,
    band: 'weak',
    suspects: [
      { deploy: newer.id, commit: BAD, probability: 0.34, evidence: NEW_REASONS },
      { deploy: 'github:deployment:990', commit: DOCS, probability: 0.27, evidence: DOCS_REASONS },
      { deploy: older.id, commit: GOOD, probability: 0.12, evidence: OLD_REASONS },
    ],
    nothing: { probability: 0.27, evidence: [] },
  },
};

/** Only the alert and one deploy whose commits are unknown: no telemetry at all. */
export const bareSample: ReportInput = {
  incident,
  theCase: {
    id: 'inc-bare',
    askedAt: ASKED,
    alert: { service: 'checkout', environment: 'production', title: 'High error rate', startedAt: ONSET },
    deploys: [
      { id: 'd1', service: 'checkout', sha: BAD, previousSha: GOOD, startedAt: LIVE, liveAt: LIVE, outcome: 'success' },
    ],
  },
  verdict: {
    band: 'plausible',
    onset: { at: ONSET, from: ONSET - 5 * MINUTE_MS, to: ONSET, source: 'alert-rule' },
    suspects: [
      {
        deploy: 'd1',
        commit: null,
        probability: 0.7,
        evidence: [evidence('E1', 'timing', 1.2, sentence`it went live 2 min before the alert's start`)],
      },
    ],
    otherChanges: [],
    nothing: { probability: 0.3, evidence: [] },
    notChecked: [
      { what: sentence`metrics`, why: sentence`no telemetry reader is connected` },
      { what: sentence`the commits of ${code('b7c8d9e')}`, why: sentence`the comparison could not be read` },
    ],
  },
  repository,
  rulesVersion: '7',
};

/** The strong sample after it was over. */
export const resolvedSample: ReportInput = {
  ...strongSample,
  incident: { ...incident, resolvedAt: ONSET + 35 * MINUTE_MS },
  theCase: { ...theCase, id: 'inc-resolved', askedAt: ONSET + 36 * MINUTE_MS },
  alerts: [
    {
      title: 'checkout-5xx-high',
      source: 'alertmanager',
      status: 'resolved',
      startsAt: ONSET + 3 * MINUTE_MS,
      endsAt: ONSET + 35 * MINUTE_MS,
    },
  ],
};
