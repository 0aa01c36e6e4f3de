import { alertRate } from '../evidence/background/alert-rate.ts';
import type { Clue } from '../evidence/clue.ts';
import { checkClues } from '../evidence/custom/check-clues.ts';
import { persistenceEvidence } from '../evidence/onset/persistence.ts';
import type { RanOut } from '../evidence/timing/ran-out.ts';
import { logSumExp } from '../log-sum.ts';
import { code, sentence } from '../sentence.ts';
import { HOUR_MS } from '../time.ts';
import { amount } from './amount.ts';
import { nearness, outsideTerm, placeTerm } from './place-term.ts';
import { failureRate, type Scored, type Weighed } from './weighed.ts';
import type { Weights } from './weights.ts';

/** What has half of the most is about as much. */
const ABOUT = 0.5;

/**
 * How well "no change" explains the case. Two ways lead there: trouble that began by itself, in a service, outside of all,
 * or in many at once; and a false alarm, in which nothing happened at all. Both come at the background rate: the
 * service's own alerts, and as many as incident studies report for each one that a deploy caused.
 */
export function scoreNothing(given: Weighed): Scored<null> {
  const { weights } = given;
  const perHour = ownRate(given) + weights.noChangeOdds * failureRate(given) * deploysPerHour(given);
  const rate = Math.log(perHour / 60);
  const clues = outsideClues(given);
  const outside = Math.min(
    weights.noChangeCap,
    clues.reduce((sum, { weight }) => sum + weight, 0),
  );
  const real = rate + somewhere(given) + outside;
  const checks = checkClues(given.theCase.checks ?? [], {
    breach: weights.customBreach,
    within: weights.customWithin,
    cap: weights.customCap,
  });
  const asked = checks.reduce((sum, { weight }) => sum + weight, 0);
  const quiet = asked + rate + Math.log(weights.falseAlarm) + weights.location * given.quiet - reality(given);
  return {
    of: null,
    log: logSumExp([real, quiet]),
    clues: [...clues, ...checks, ...realityClues(given), rateClue(given)],
  };
}

/** ln of the likelihood of metrics and logs, averaged over where trouble begins that no change brought. */
function somewhere(given: Weighed): number {
  const { theCase, weights, graph } = given;
  const owned = new Set(theCase.deploys.map(({ service }) => service)).add(theCase.alert.service);
  const places = graph.placed.map((service) => ({ service, share: owned.has(service) ? weights.ownedWeight : 1 }));
  const total = places.reduce((sum, { service, share }) => sum + share * nearness(given, service), 0);
  const inside = 1 - weights.externalShare - weights.commonShare;
  return logSumExp([
    Math.log(weights.externalShare) + outsideTerm(given),
    Math.log(weights.commonShare) + weights.location * given.common,
    ...places.map(({ service, share }) => Math.log((inside * share) / total) + placeTerm(given, service)),
  ]);
}

function ownRate({ theCase, history, weights }: Weighed): number {
  const perWeek = Math.max(weights.leastAlertsPerWeek, theCase.priors?.alertsPerWeek ?? weights.alertsPerWeek);
  return alertRate(history, perWeek, weights.alertHistoryHours);
}

/**
 * How often something that can be to blame goes live: each deploy before the alert counts with a weight that fades over hours
 * and whose integral is 1, so that one more deploy never makes it look as if a team deployed less.
 */
function deploysPerHour({ theCase, candidates, weights }: Weighed): number {
  const { startedAt } = theCase.alert;
  return candidates.deploys
    .filter(({ veto, from }) => veto === undefined && from <= startedAt)
    .reduce((sum, { from }) => sum + Math.exp((from - startedAt) / HOUR_MS / weights.rateHours) / weights.rateHours, 0);
}

/** How clearly the watched series worsened and stayed so, bounded; a false alarm is what it is measured against. */
function reality({ onset, persistence, weights }: Weighed): number {
  const lasting = persistence === null ? 0 : weights.persistence * persistenceEvidence(persistence);
  const nats = weights.visible * onset.visible + lasting;
  return Math.max(-weights.visibleCap, Math.min(weights.visibleCap, nats));
}

function outsideClues(given: Weighed): Clue[] {
  const { logs, oneInstance, ranOut, surge, weights } = given;
  const clues: Clue[] = logs.noChange.map((clue) => ({ ...clue, weight: weights.noChangeLogs * clue.weight }));
  if (oneInstance !== null) {
    const weight = oneInstance.beyondDeploy ? weights.oneInstanceBeyond : weights.oneInstance;
    clues.push({ clue: 'one-instance', weight, says: oneInstance.says });
  }
  if (ranOut !== null) clues.push(ranOutClue(ranOut, weights));
  if (clues.length === 0 && pointAtDeployed(given)) {
    const says = sentence`the new log lines name no cause outside, such as a third party, a certificate, a quota or a disk`;
    clues.push({ clue: 'no-outside-cause', weight: -weights.noOutsideCause, says });
  }
  if (surge === null) return clues;
  const weight = Math.min(weights.surgeCap, weights.surge * Math.log2(surge.factor));
  const rose = sentence`traffic from outside rose to ${surge.factor.toFixed(1)} times at ${code(surge.service)} with the onset`;
  const says = surge.familiar ? [...rose, ', but as much came before without such trouble'] : rose;
  return [...clues, { clue: 'surge', weight: weight * (surge.familiar ? weights.familiarSurge : 1), says }];
}

/**
 * Whether a service that the logs point at about as much as at any was deployed. Where it was not, they name no cause outside because what
 * broke it is not in the case, and that speaks for none of these deploys.
 */
function pointAtDeployed({ logs, candidates }: Weighed): boolean {
  const most = Math.max(...[...logs.services.values()].map(({ weight }) => weight));
  const deployed = new Set(candidates.deploys.flatMap(({ veto, service }) => (veto === undefined ? [service] : [])));
  return [...logs.services].some(([service, { weight }]) => weight >= ABOUT * most && deployed.has(service));
}

function ranOutClue({ series, from, to }: RanOut, weights: Weights): Clue {
  const way = sentence`${to < from ? 'fell' : 'rose'} steadily from ${amount(from, series)} to ${amount(to, series)}`;
  const says = sentence`in the hour before, ${code(series.id)} `;
  return { clue: 'ran-out', weight: weights.ranOut, says: [...says, ...way, ', and no deploy was where that began'] };
}

function realityClues(given: Weighed): Clue[] {
  const { persistence } = given;
  if (persistence === null) return [];
  const weight = -given.weights.persistence * persistenceEvidence(persistence);
  const still = Math.round(persistence.share * persistence.later);
  const of = persistence.later === 1 ? 'the one reading' : `${still} of the ${persistence.later} readings`;
  const says =
    weight < 0
      ? sentence`${of} after the alert ${still === 1 ? 'is' : 'are'} about as bad as when it began: no passing blip`
      : sentence`${of} after the alert ${persistence.later === 1 ? 'is' : 'are'} as bad as when it began: it may have been a passing blip`;
  return [{ clue: 'persistence', weight, says: persistence.later === 1 && still === 0 ? BETTER_AT_ONCE : says }];
}

const BETTER_AT_ONCE = sentence`the one reading after the alert is better again: it may have been a passing blip`;

function rateClue({ history }: Weighed): Clue {
  if (history.episodes < 1)
    return { clue: 'base-rate', weight: 0, says: sentence`alerts also come without any change` };
  const times = Math.round(history.episodes);
  const what = history.ofService ? 'the service had alerted' : 'the rule had broken';
  const says = sentence`${what} ${times === 1 ? 'once' : `${times} times`} in ${history.hours.toFixed(1)} h before without a deploy to explain it`;
  return { clue: 'base-rate', weight: Math.log1p(history.episodes), says };
}
