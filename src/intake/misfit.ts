import type { z } from 'zod';

const SAFE_NAME = /^[\w.-]{1,40}$/;

/**
 * Where a body does not fit its shape, in words that repeat nothing of what it holds: keys can be foreign text too.
 * `what` names the body, such as "The Grafana notification"; `hint` says what to do.
 */
export function misfit(what: string, error: z.ZodError, hint?: string): string {
  const path = (error.issues[0]?.path ?? []).map(String).map((part) => (SAFE_NAME.test(part) ? part : '…'));
  const place = path.slice(0, 6).join('.') || 'its top';
  return [`${what} does not fit its documented shape at ${place}.`, hint].filter(Boolean).join(' ');
}
