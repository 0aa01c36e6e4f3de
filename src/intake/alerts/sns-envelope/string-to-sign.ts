import type { SnsEnvelope } from './envelope.ts';

const NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const;
/** UnsubscribeConfirmation too, though Amazon's own validator for JavaScript takes the other list for it. */
const CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const;

/** The text that SNS signs: name and value of each field on a line, in this order; an absent subject is left out. */
export function stringToSign(envelope: SnsEnvelope): string {
  const fields: Readonly<Record<string, string | null | undefined>> = envelope;
  const names: readonly string[] = envelope.Type === 'Notification' ? NOTIFICATION : CONFIRMATION;
  return names
    .flatMap((name) => {
      const value = fields[name];
      return value === undefined || value === null ? [] : [`${name}\n${value}\n`];
    })
    .join('');
}
