import { z } from 'zod';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { foreignText } from '../foreign-text.ts';
import { type HexSignature, hexSigned, signHex } from '../hex-signature.ts';
import { misfit } from '../misfit.ts';
import { type DeployReading, defineDeploySource } from './contract.ts';

const AuditLogEntry = z.object({
  _id: z.string().min(1),
  date: z.number(),
  kind: z.string(),
  name: z.string(),
  titleVerb: z.string().nullish(),
  accesses: z.array(z.object({ action: z.string(), resource: z.string() })).nullish(),
  target: z.object({ name: z.string().nullish(), resources: z.array(z.string()) }).nullish(),
  member: z.object({ firstName: z.string().nullish(), lastName: z.string().nullish() }).nullish(),
  currentVersion: z.object({ tags: z.array(z.string()).nullish() }).nullish(),
});
type AuditLogEntry = z.infer<typeof AuditLogEntry>;

const SIGNATURE: HexSignature = { header: 'x-ld-signature', algorithm: 'sha256', prefix: '' };
const KINDS = ['flag', 'segment'];
/** Actions that change a flag's words and not what anybody gets. */
const HARMLESS =
  /^(?:updateName|updateDescription|updateTags|updateMaintainer|updateTemporary|createFlagLink|deleteFlagLink)$/;
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

export const launchdarkly = defineDeploySource({
  id: 'launchdarkly',
  name: 'LaunchDarkly flag changes',
  docs: 'https://launchdarkly.com/docs/home/infrastructure/webhooks',
  setup: `Create a webhook with the address \`https://WHATCHANGED/deploys/launchdarkly/ENDPOINT\`, check *Sign this webhook*
with the endpoint's secret, and let a policy select the flags of production:

\`\`\`json
[{ "effect": "allow", "resources": ["proj/*:env/production:flag/*"], "actions": ["*"] }]
\`\`\`

A tag \`service:checkout\` on a flag ties its changes to that service.`,
  keepHeaders: ['user-agent'],
  authenticate: ({ headers, body }, { secrets }) => hexSigned(SIGNATURE, headers, body, secrets),
  sign: (body, secret) => signHex(SIGNATURE, body, secret),
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
  read: readEntry,
});

function readEntry(body: unknown): DeployReading {
  const parsed = AuditLogEntry.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The audit log entry of LaunchDarkly', parsed.error) };
  const entry = parsed.data;
  if (!KINDS.includes(entry.kind))
    return { kind: 'ignored', reason: 'The entry is about neither a flag nor a segment.' };
  const actions = (entry.accesses ?? []).map(({ action }) => action);
  if (actions.length > 0 && actions.every((action) => HARMLESS.test(action))) {
    return { kind: 'ignored', reason: 'The entry changes the words of a flag, not what it does.' };
  }
  if (!Number.isInteger(entry.date) || entry.date < EARLIEST || entry.date > LATEST) {
    return { kind: 'unmapped', reason: 'The date of the entry is not a time.' };
  }
  const environment = environmentOf(entry);
  const service = (entry.currentVersion?.tags ?? [])
    .map((tag) => /^service[:=](.+)$/i.exec(tag)?.[1]?.trim())
    .find(Boolean);
  const actor = [entry.member?.firstName, entry.member?.lastName].filter(Boolean).join(' ');
  const where = environment === undefined ? '' : ` in ${environment}`;
  const verb = entry.titleVerb || `changed the ${entry.kind}`;
  return {
    kind: 'changes',
    changes: [
      {
        id: foreignText(entry._id, 100),
        kind: 'flag',
        at: entry.date,
        title: foreignText(`LaunchDarkly: ${verb} ${entry.name}${where}`, 300),
        ...(service !== undefined && { service: foreignText(service, 100) }),
        ...(environment !== undefined && { environment }),
        ...(actor !== '' && { actor: foreignText(actor, 100) }),
      },
    ],
  };
}

/** `proj/default:env/production:flag/checkout-v2` names it, once for each environment that an action is about. */
function environmentOf({ target, accesses }: AuditLogEntry): string | undefined {
  const resources = [...(target?.resources ?? []), ...(accesses ?? []).map(({ resource }) => resource)];
  const names = new Set(resources.flatMap((resource) => /(?:^|:)env\/([^:;*]+)/.exec(resource)?.[1] ?? []));
  if (names.size === 0) return undefined;
  const production = [...names].find((name) => /^prod/i.test(name));
  return foreignText(production ?? [...names][0] ?? '', 100);
}
