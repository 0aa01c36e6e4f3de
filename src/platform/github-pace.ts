import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Makes a `fetch` per lane in which writes go one after another, each at least `betweenMs` after the one before it ended.
 * GitHub asks for it: writes in parallel or without a pause run into its secondary rate limits (docs.github.com, "Best
 * practices for using the REST API", read 2026-11). Reads are not held up.
 */
export function pacedFetch(
  fetch: typeof globalThis.fetch,
  betweenMs: number,
): (lane: string) => typeof globalThis.fetch {
  const lanes = new Map<string, Promise<unknown>>();
  return (lane) => (input, init) => {
    const method = (init?.method ?? 'GET').toUpperCase();
    if (betweenMs <= 0 || lane === 'tokens' || method === 'GET' || method === 'HEAD') return fetch(input, init);
    const before = lanes.get(lane) ?? Promise.resolve();
    const answer = before.then(() => fetch(input, init));
    // The pause belongs to the lane, not to the caller, who has his answer already.
    const free = answer.then(
      () => sleep(betweenMs, undefined, { ref: false }),
      () => sleep(betweenMs, undefined, { ref: false }),
    );
    lanes.set(lane, free);
    void free.then(() => lanes.get(lane) === free && lanes.delete(lane));
    return answer;
  };
}
