import type { CaseSeries } from '../../case.ts';

const OF_SOMETHING_ELSE = /hit|miss|cache|fill|util|compress|coverage|acceptance/i;

/** Whether a good ratio is one of requests that succeed, as far as its name tells; others are of cache hits, say. */
export function isOfSuccess({ name }: CaseSeries): boolean {
  return name === undefined || !OF_SOMETHING_ELSE.test(name);
}
