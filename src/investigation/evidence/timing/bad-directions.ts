import type { CaseSeries } from '../../case.ts';

const ROOM = /free|avail|idle|remain|headroom|hits?(?:\b|_)|hit.?ratio/i;

/** Which way a metric runs when something fills up, or wears out: 1 up, −1 down; both where its kind does not tell. */
export function badDirections({ kind, name, id }: CaseSeries): readonly (1 | -1)[] {
  if (kind === 'success_ratio') return [-1];
  if (kind === 'requests' || kind === 'throughput') return [];
  if (ROOM.test(name ?? id)) return [-1];
  return kind === 'saturation' || kind === 'latency' || kind === 'errors' || kind === 'error_ratio' ? [1] : [1, -1];
}
