import type { CaseSeries } from '../../case.ts';

const OF_SUCCESS = /success|avail|error|fail|good|\bok\b|2xx|uptime|status/i;

/** Whether a good ratio is one of requests that succeed, as far as its name tells; others are of cache hits, say. */
export function isOfSuccess({ name }: CaseSeries): boolean {
  return name === undefined || OF_SUCCESS.test(name);
}
