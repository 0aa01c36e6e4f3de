import { createHash } from 'node:crypto';

/** A JSON object as GitHub sends or receives it. */
export type Json = Record<string, unknown>;

/** GitHub's time format: ISO 8601 in UTC, whole seconds. */
export function isoTime(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** The same, or null where there is no time. */
export function isoTimeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : isoTime(at);
}

/** An opaque GraphQL id in GitHub's form. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_${Buffer.from(`${prefix}${id}`).toString('base64url')}`;
}

/** A short, stable digest for entity tags. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
