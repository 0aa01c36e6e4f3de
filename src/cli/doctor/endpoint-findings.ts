import type { AlertEndpoint } from '../../config/alert-endpoints.ts';
import type { DeployEndpoint } from '../../config/deploy-endpoints.ts';
import { ALERT_SOURCES } from '../../intake/alerts/registry.generated.ts';
import { DEPLOY_SOURCES } from '../../intake/deploys/registry.generated.ts';
import { UNKNOWN_ENDPOINT } from '../../intake/server/intake-route.ts';
import { type KeptRefusal, keptRefusal } from '../../intake/server/kept-refusal.ts';
import { REFUSALS } from '../../intake/server/refusals.ts';
import { counted } from '../../investigation/report/format-number.ts';
import type { DeliveryBrief } from '../../storage/inbox-contract.ts';
import { printable, utcMinute } from '../ask/printable.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

interface Source {
  readonly id: string;
  readonly setup: string;
}
interface Endpoint {
  readonly id: string;
  readonly source: string;
  readonly installationId: number;
  readonly secrets: readonly string[];
  readonly topics?: readonly string[];
  readonly armedUntil?: number;
}
/** Alerts or deploys: where they arrive and how the inbox calls their endpoints. */
interface Kind {
  readonly folder: 'alerts' | 'deploys';
  readonly sources: readonly Source[];
  readonly endpoints: readonly Endpoint[];
  readonly keyOf: (id: string) => string;
}

/** Each endpoint of alerts: whether it is armed, what it took and refused last, and how its sender is set up. */
export function alertEndpointFindings(patient: Patient): Promise<readonly Finding[]> {
  const endpoints: readonly AlertEndpoint[] = patient.configuration.endpoints;
  return findings(patient, { folder: 'alerts', sources: ALERT_SOURCES, endpoints, keyOf: (id) => id });
}

/** The same of deploys that are reported over HTTP. */
export function deployEndpointFindings(patient: Patient): Promise<readonly Finding[]> {
  const endpoints: readonly DeployEndpoint[] = patient.configuration.deployEndpoints;
  return findings(patient, { folder: 'deploys', sources: DEPLOY_SOURCES, endpoints, keyOf: (id) => `deploy:${id}` });
}

async function findings(patient: Patient, kind: Kind): Promise<readonly Finding[]> {
  if (kind.endpoints.length === 0) return [noEndpoint(kind)];
  const found: Finding[] = [];
  for (const endpoint of kind.endpoints) found.push(await endpointFinding(patient, kind, endpoint));
  return [...found, ...(kind.folder === 'alerts' ? await strangers(patient) : [])];
}

function noEndpoint({ folder }: Kind): Finding {
  return folder === 'alerts'
    ? {
        state: 'problem',
        says: 'No endpoint is configured: no alert can arrive.',
        todo: 'Set WHATCHANGED_ALERT_SECRET and WHATCHANGED_INSTALLATION, or list endpoints in the file of WHATCHANGED_CONFIG.',
      }
    : { state: 'ok', says: "None is configured: GitHub's own events tell the deploys." };
}

async function endpointFinding(patient: Patient, kind: Kind, endpoint: Endpoint): Promise<Finding> {
  const { storage, clock } = patient;
  const inInbox = { installationId: endpoint.installationId, id: kind.keyOf(endpoint.id) };
  const [last, refusal] = (await storage?.transaction(async (tx) => {
    const newest = await tx.inbox.brief({ installationId: inInbox.installationId, endpoint: inInbox.id, limit: 1 });
    return [newest[0], await keptRefusal(tx, inInbox)] as const;
  })) ?? [undefined, undefined];
  const subject = addressOf(patient, kind, endpoint);
  const armed = armedWords(endpoint, clock.now());
  const source = kind.sources.find(({ id }) => id === endpoint.source);
  const setup = source === undefined ? {} : { setup: source.setup };
  const how = `Connect the sender: \`whatchanged doctor --setup ${source?.id ?? 'SOURCE'}\` tells how${
    source === undefined ? `; the sources are ${kind.sources.map(({ id }) => id).join(', ')}` : ''
  }.`;
  if (refusal !== undefined && refusal.at > (last?.receivedAt ?? 0)) {
    const before =
      last === undefined ? 'nothing was ever accepted' : `the last accepted one came ${utcMinute(last.receivedAt)}`;
    return { state: 'problem', subject, says: `${armed}; ${refusedWords(refusal)}; ${before}.`, todo: how, ...setup };
  }
  const once = refusal === undefined ? '' : `; ${refusedWords(refusal)}`;
  if (last === undefined) {
    const state = storage === undefined ? 'skipped' : 'warning';
    return { state, subject, says: `${armed}; nothing has arrived yet${once}.`, todo: how, ...setup };
  }
  return { subject, ...acceptedWords(last, `${armed}; `, once) };
}

function acceptedWords(last: DeliveryBrief, armed: string, once: string): Pick<Finding, 'state' | 'says' | 'todo'> {
  const { id, state, reason, receivedAt, source } = last;
  const says = `${armed}the last delivery (${source}, ${utcMinute(receivedAt)}) is ${state}${
    reason === undefined ? '' : `: ${printable(reason).replace(/\.$/, '')}`
  }${once}.`;
  if (state === 'done' || state === 'ignored') return { state: 'ok', says };
  if (state === 'pending') return { state: 'ok', says };
  const again = `then \`whatchanged replay-deliveries ${id}\` reads it again.`;
  return state === 'dead'
    ? { state: 'problem', says, todo: `See the log for the reason; ${again}` }
    : { state: 'problem', says, todo: `Map it in .github/whatchanged.yml or at the endpoint; ${again}` };
}

function armedWords({ secrets, source, topics, armedUntil }: Endpoint, now: number): string {
  if (source !== 'sns') return `armed with ${counted(secrets.length, 'secret', 'secrets')}`;
  const confirming =
    armedUntil === undefined || armedUntil <= now
      ? 'confirms no new subscription now'
      : `confirms subscriptions until ${utcMinute(armedUntil)}`;
  return `armed for ${counted(topics?.length ?? 0, 'topic', 'topics')}, ${confirming}`;
}

function refusedWords({ at, reason }: KeptRefusal): string {
  return `the last refused one came ${utcMinute(at)}: ${REFUSALS[reason][1].replace(/\.$/, '')}`;
}

function addressOf({ configuration }: Patient, { folder }: Kind, { source, id }: Endpoint): string {
  const { publicUrl, host, port } = configuration.server;
  const base = publicUrl ?? `http://${host}:${port}`;
  return `${base}/${folder}/${source === '*' ? 'SOURCE' : source}/${id}`;
}

/** Somebody who posts to an address that does not exist is most often a sender with a typing mistake. */
async function strangers({ storage, configuration }: Patient): Promise<readonly Finding[]> {
  const refusal = await storage?.transaction((tx) => keptRefusal(tx, UNKNOWN_ENDPOINT));
  if (refusal === undefined) return [];
  const ids = [...configuration.endpoints, ...configuration.deployEndpoints].map(({ id }) => id);
  return [
    {
      state: 'warning',
      subject: 'an address that does not exist',
      says: `Somebody posted to one at ${utcMinute(refusal.at)}.`,
      todo: `If that was one of your senders, correct its address; the endpoints are ${[...new Set(ids)].join(', ')}.`,
    },
  ];
}
