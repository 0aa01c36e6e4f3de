import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until `look` gives something, and gives that. Fails after `timeoutMs` with the last thing that
 * went wrong; the time is only a stop for a test that would hang, never what a test measures.
 */
export async function waitUntil<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  timeoutMs = 60_000,
): Promise<T> {
  const endsAt = Date.now() + timeoutMs;
  let trouble: unknown;
  while (Date.now() < endsAt) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      trouble = error;
    }
    await pause(50);
  }
  throw new Error(`waited in vain for ${what}`, { cause: trouble });
}
