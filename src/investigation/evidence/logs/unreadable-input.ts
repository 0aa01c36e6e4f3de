import type { FreshSignature } from './fresh-signatures.ts';

/** How parsers, decoders and validators of the common languages say that what they were given is not what they know. */
const UNREADABLE =
  /(?:cannot|can'?t|could not|couldn'?t|failed to|unable to|error)\W{1,3}(?:be )?(?:decod|deserial|unmarshal|pars|construct instance)|(?:decod|deserializ|unmarshal|pars)(?:e|ing|ation)? (?:error|failed|failure)|unexpected (?:token|character|end of (?:json|input|file)|byte|field|value)|(?:invalid|malformed|illegal) (?:json|character|utf|base64|number|date|payload|message|token|byte|magic)|(?:unknown|unrecogni[sz]ed) (?:field|enum|variant|property|value|type|status|schema|magic)|(?:JSONDecode|Decode|Decoding|Parse|Format|NumberFormat|MismatchedInput|UnrecognizedProperty|InvalidFormat|Serialization|ClassCast)(?:Error|Exception)|invalid input syntax|unsupported operand type|could not convert|cannot be cast|expected [\w' ]{1,40},? (?:but )?(?:got|found|received)|type mismatch|schema (?:mismatch|validation)|does not match (?:the )?schema/i;

/**
 * Whether the service's new log lines, or the alert's words, complain of something that it was handed and cannot read. Then who
 * hands it something may have changed as well as how it reads.
 */
export function complainsOfInput(
  service: string,
  fresh: readonly FreshSignature[],
  title: string | undefined,
): boolean {
  const lines = fresh.filter(({ signature }) => signature.service === service);
  return (
    UNREADABLE.test(title ?? '') ||
    lines.some(({ signature }) => signature.rows.some((row) => UNREADABLE.test(row.message.slice(0, 2_000))))
  );
}
