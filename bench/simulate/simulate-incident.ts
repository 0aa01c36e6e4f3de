import type { Case, CaseAlert } from '../../src/investigation/case.ts';
import { alertRule, type Firing } from './alert-rule.ts';
import { callGraph, type Service } from './call-graph.ts';
import { decoys } from './decoys.ts';
import { deployRecords } from './deploy-records.ts';
import { guiltyRollout } from './guilty-rollout.ts';
import { runServices } from './run-services.ts';
import type { Random } from './seeded-random.ts';
import { seriesId } from './series-id.ts';
import type { SetShape } from './set-shape.ts';
import type { SimulatedCase } from './simulated-case.ts';
import { type Cause, type Story, story } from './story.ts';
import { telemetry } from './telemetry.ts';

const DAY_SECONDS = 86_400;
const EPOCH = Date.parse('2023-11-14T00:00:00Z') / 1000;
/** An alert that comes later than this after the onset, or than two and a half steps, is no incident of the set. */
const LATEST_ALERT = 420;
/** Seconds from the rule's breach to the notice, and from there to the question. */
const NOTICE = [15, 90] as const;
const QUESTION = [60, 240] as const;
const CULPRIT_LEFT_OUT = 0.5;

/**
 * One incident of the given cause: its case, and for half of those with a guilty deploy a second one that is the same without it.
 * Null where the drawn story raises no alert in time.
 */
export function simulateIncident(
  random: Random,
  shape: SetShape,
  { id, cause }: { readonly id: string; readonly cause: Cause },
): readonly SimulatedCase[] | null {
  const { step, history } = shape;
  const services = callGraph(random, random.integer(...shape.services));
  const told = story(random, services, shape, cause);
  const base = EPOCH + Math.floor(random.uniform(0, DAY_SECONDS) / step) * step;
  const latest = history + Math.max(LATEST_ALERT, 2.5 * step);
  const steps = Math.ceil((latest + NOTICE[1] + QUESTION[1]) / step);
  const measured = runServices(random, services, told, shape, { base, steps });
  const firing = alertRule(measured.get(told.alerting) ?? [], told, shape, latest);
  if (firing === null || firing.at - told.onset > latest - history) return null;

  const firedAt = firing.at + random.uniform(...NOTICE);
  const askedAt = firedAt + random.uniform(...QUESTION);
  const guilty = guiltyRollout(random, told, shape);
  const nearFrom = nearestDecoy(random, told, shape, firing, guilty?.startedAt);
  const frame = { services, guilty: told.guilty?.service ?? null, alerting: told.alerting, history };
  const innocent = decoys(random, { ...frame, nearFrom, alertAt: firing.at });
  const records = deployRecords(random, guilty === null ? innocent : [guilty, ...innocent], { base, askedAt });
  const culprit = guilty === null ? undefined : records.get(guilty);

  const ms = (seconds: number) => Math.round((base + seconds) * 1000);
  const theCase: Case = {
    id,
    askedAt: ms(askedAt),
    alert: alertOf(told.alerting, firing, shape, { startedAt: ms(firing.at), firedAt: ms(firedAt) }),
    deploys: [...records.values()],
    ...(shape.topology ? { topology: topologyOf(services) } : {}),
    series: telemetry(random, measured, shape, { alerting: told.alerting, base, until: askedAt }),
  };
  const innocentTruth = { culprit: null, onset: null, set: shape.name };
  if (culprit === undefined) return [{ theCase, truth: { ...innocentTruth, pair: null } }];
  const onset = new Date(ms(told.onset)).toISOString();
  const whole = {
    theCase,
    truth: { culprit: { deploy: culprit.id, commit: null }, onset, set: shape.name, pair: null },
  };
  if (!random.chance(CULPRIT_LEFT_OUT)) return [whole];
  const deploys = theCase.deploys.filter((deploy) => deploy !== culprit);
  return [whole, { theCase: { ...theCase, id: `${id}-left-out`, deploys }, truth: { ...innocentTruth, pair: id } }];
}

/** Where deploys begin that could be taken for the guilty one: at its own start, unless its fault showed late. */
function nearestDecoy(
  random: Random,
  { cause, onset }: Story,
  { lateOnset }: SetShape,
  { at }: Firing,
  guiltyStart: number | undefined,
): number {
  if (guiltyStart !== undefined && lateOnset === undefined) return guiltyStart;
  return (cause === 'nothing' ? at - 60 : onset) - random.uniform(20, 240);
}

function alertOf(
  service: Service,
  { signal, threshold, periodSeconds }: Firing,
  { unnamedSeries }: SetShape,
  times: { readonly startedAt: number; readonly firedAt: number },
): CaseAlert {
  const named = unnamedSeries !== true;
  return {
    service: service.name,
    environment: 'production',
    title: signal.startsWith('latency') ? `${service.name} latency is high` : `${service.name} error ratio is high`,
    ...times,
    ...(named ? { series: seriesId(service, signal) } : {}),
    ...(named && threshold !== null ? { threshold } : {}),
    comparison: 'above',
    periodSeconds,
    periods: 1,
  };
}

function topologyOf(services: readonly Service[]): NonNullable<Case['topology']> {
  return services.flatMap(({ name, calls }) => calls.map(({ to }) => ({ from: name, to: to.name })));
}
