import { z } from 'zod';
import { jsonOf } from '../../../platform/json-of.ts';

const Signed = {
  MessageId: z.string().min(1).max(200),
  TopicArn: z.string().max(300),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2_000),
  SigningCertURL: z.string().max(500),
};
const Asking = { ...Signed, SubscribeURL: z.string(), Token: z.string().max(2_000) };

/** What SNS posts to an HTTPS endpoint (docs.aws.amazon.com, "Parsing Amazon SNS message formats", read 2026-11). */
export const SnsEnvelope = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('Notification'), Subject: z.string().nullish(), ...Signed }),
  z.object({ Type: z.literal('SubscriptionConfirmation'), ...Asking }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), ...Asking }),
]);
export type SnsEnvelope = z.infer<typeof SnsEnvelope>;

/** The envelope in the bytes of a request; undefined where it is none. */
export function parseEnvelope(body: Uint8Array): SnsEnvelope | undefined {
  return SnsEnvelope.safeParse(jsonOf(body)).data;
}
