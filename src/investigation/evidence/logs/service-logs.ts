import type { Case } from '../../case.ts';
import { code, sentence } from '../../sentence.ts';
import { MINUTE_MS } from '../../time.ts';
import { serviceOwner } from '../location/service-owner.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import { isNamedIn } from './is-named-in.ts';
import type { ServiceLogs } from './log-evidence.ts';
import type { SignatureRows } from './log-signatures.ts';
import { isRemoteAnswer } from './remote-answer.ts';

const NEW_ERROR = 0.9;
const NEW_WARNING = 0.5;
/** Only repeats that another service failed. */
const POINTS_AWAY = 0.5;
/** What the other service gets for that. */
const POINTED_AT = 0.4;
/** First to fail by at least a minute. */
const FIRST = 0.3;
const LEAST_LEAD = MINUTE_MS;
const LONGEST_MESSAGE = 2_000;

const CALLEE_FAILED =
  /answered|upstream|\b50[0234]\b|timed? ?out|unavailable|refused|reset|failed|deadline|unreachable|\bio\b|i\/o error|did not load/i;
const CALLER_LEFT =
  /client (closed|cancel|disconnect|went away)|cancelled (by|request)|closed by (client|peer)|aborted by client/i;

/**
 * Which services the logs point at. A service with a new kind of error at the onset is a likelier origin than one that only
 * reports that another failed; that one is pointed at. A server whose clients hang up points at its callers.
 */
export function serviceLogs(theCase: Case, fresh: readonly FreshSignature[]): Map<string, ServiceLogs> {
  const names = serviceNames(theCase);
  const ownerOf = serviceOwner(theCase);
  const own = new Map<string, OwnLines>();
  const pointed = new Map<string, string>();
  for (const { signature, growth } of fresh) {
    const { pointsAway, at } = accusation(theCase, names, signature);
    for (const service of at) pointed.set(service, signature.service);
    const full = signature.level === 'error' ? NEW_ERROR : NEW_WARNING;
    const weight = growth * (full - (pointsAway ? POINTS_AWAY : 0));
    const owner = ownerOf(signature.service);
    if (weight > (own.get(owner)?.weight ?? Number.NEGATIVE_INFINITY))
      own.set(owner, { weight, template: signature.template, from: signature.service });
  }
  const first = firstToFail(fresh);
  const services = new Map<string, ServiceLogs>();
  for (const service of new Set([...own.keys(), ...pointed.keys()])) {
    const mine = own.get(service);
    const accuser = pointed.get(service);
    const weight = (mine?.weight ?? 0) + (accuser === undefined ? 0 : POINTED_AT) + (first === service ? FIRST : 0);
    services.set(service, { weight, says: say(service, mine, accuser, first === service) });
  }
  return services;
}

interface OwnLines {
  readonly weight: number;
  readonly template: string;
  /** The service that logged them: this one, or a cache or queue of its own. */
  readonly from: string;
}

/** Whom a message holds to be at fault: a callee that it names, the callees just deployed where one of them answered so, or its callers. */
function accusation(
  { topology = [], deploys }: Case,
  names: readonly string[],
  { service, template, rows: [row] }: SignatureRows,
): { readonly pointsAway: boolean; readonly at: readonly string[] } {
  const message = row?.message ?? '';
  const named = calleeNamed(message, service, names);
  if (named !== undefined) return { pointsAway: true, at: [named] };
  if (CALLER_LEFT.test(template)) {
    const callers = topology.flatMap(({ from, to }) => (to === service && from !== to ? [from] : []));
    return { pointsAway: true, at: callers };
  }
  if (!isRemoteAnswer(message)) return { pointsAway: false, at: [] };
  const deployed = new Set(deploys.map((deploy) => deploy.service));
  const asked = topology.flatMap(({ from, to }) => (from === service && deployed.has(to) ? [to] : []));
  return { pointsAway: asked.length > 0, at: asked };
}

function say(
  service: string,
  own: OwnLines | undefined,
  accuser: string | undefined,
  first: boolean,
): ServiceLogs['says'] {
  const parts: ServiceLogs['says'][] = [];
  if (own !== undefined) {
    const whose =
      own.from === service ? sentence`its logs` : sentence`the logs of ${code(own.from)}, which it alone uses,`;
    parts.push([...whose, ...sentence` hold new lines: ${code(own.template)}`]);
  }
  if (accuser !== undefined) parts.push(sentence`the logs of ${code(accuser)} point at it`);
  if (first) parts.push(sentence`it was the first to log trouble`);
  return parts.flatMap((part, index) => (index === 0 ? part : ['; ', ...part]));
}

function serviceNames(theCase: Case): string[] {
  const names = new Set<string>([theCase.alert.service, ...theCase.deploys.map((deploy) => deploy.service)]);
  for (const { from, to } of theCase.topology ?? []) names.add(from).add(to);
  for (const row of theCase.logs ?? []) names.add(row.service);
  return [...names].filter((name) => name.length > 2).sort((one, other) => other.length - one.length);
}

/** The other service that a message says has failed. */
function calleeNamed(message: string, service: string, names: readonly string[]): string | undefined {
  const read = message.slice(0, LONGEST_MESSAGE);
  if (!CALLEE_FAILED.test(read.toLowerCase())) return undefined;
  return names.find((name) => name !== service && isNamedIn(read, name));
}

function firstToFail(fresh: readonly FreshSignature[]): string | undefined {
  const starts = new Map<string, number>();
  for (const { signature, growth } of fresh) {
    if (growth < 0.5 || signature.firstAfter === undefined) continue;
    starts.set(
      signature.service,
      Math.min(starts.get(signature.service) ?? Number.POSITIVE_INFINITY, signature.firstAfter),
    );
  }
  const [first, second] = [...starts].sort((one, other) => one[1] - other[1]);
  if (first === undefined || second === undefined) return undefined;
  return second[1] - first[1] >= LEAST_LEAD ? first[0] : undefined;
}
