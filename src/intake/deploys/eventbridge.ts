import { z } from 'zod';
import type { EpochMs } from '../../investigation/time.ts';
import { misfit } from '../misfit.ts';
import { vendorTime } from '../vendor-time.ts';
import type { DeployReading } from './contract.ts';
import { type DeployLabels, deployLabels } from './deploy-labels.ts';

const Envelope = z.object({
  id: z.string().min(1),
  'detail-type': z.string(),
  source: z.string(),
  time: z.string(),
  resources: z.array(z.string()).nullish(),
  detail: z.unknown().optional(),
  /** Not of AWS: what an input transformer or an enrichment of the team adds. */
  whatchanged: z.unknown().optional(),
});

/** An event of EventBridge whose detail fits what its source expects. */
export interface BusEvent<T> {
  readonly kind: 'event';
  readonly id: string;
  readonly at: EpochMs;
  readonly resources: readonly string[];
  readonly detail: T;
  readonly labels: DeployLabels;
}

/**
 * Reads the envelope of an EventBridge event (docs.aws.amazon.com, "Events structure", read 2026-11) of one detail type;
 * another detail type is ignored, anything else unmapped.
 */
export function busEvent<T>(
  body: unknown,
  expected: { readonly detailType: string; readonly detail: z.ZodType<T>; readonly name: string },
): BusEvent<T> | Extract<DeployReading, { kind: 'unmapped' | 'ignored' }> {
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The event of EventBridge', parsed.error) };
  const { id, time, resources, whatchanged } = parsed.data;
  if (parsed.data['detail-type'] !== expected.detailType) {
    return { kind: 'ignored', reason: `The event is of another detail type than ${expected.detailType}.` };
  }
  const at = vendorTime(time);
  if (at === undefined) return { kind: 'unmapped', reason: 'The time of the event is not a time.' };
  const detail = expected.detail.safeParse(parsed.data.detail);
  if (!detail.success) return { kind: 'unmapped', reason: misfit(`The detail of ${expected.name}`, detail.error) };
  return {
    kind: 'event',
    id,
    at,
    resources: resources ?? [],
    detail: detail.data,
    labels: deployLabels('', whatchanged),
  };
}

/** How an API destination is connected: the same for every source of AWS but for its rule's pattern. */
export function busSetup(source: string, pattern: object): string {
  return `Create an EventBridge connection with API-key authorization (header \`Authorization\`, value \`Bearer SECRET\`), an API
destination with the address \`https://WHATCHANGED/deploys/${source}/ENDPOINT\`, and a rule that sends to it:

\`\`\`json
${JSON.stringify(pattern, null, 2)}
\`\`\``;
}

/** What the team may add, said once for every source of AWS. */
export const BUS_LABELS = `To name what AWS does not know, add a key beside \`detail\` in an input transformer or a Pipes enrichment:
\`"whatchanged": { "repository": "acme/shop", "service": "checkout", "environment": "production", "sha": "COMMIT" }\`.
With \`sha\` it is a deploy of that commit; without, it is kept as a change of the infrastructure. The endpoint's own
\`service\` and \`environment\` stand in for what is not said.`;
