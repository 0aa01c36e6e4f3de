const UNIT_SECONDS = { y: 31_536_000, w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1, ms: 0.001 } as const;

/** A Prometheus duration such as `1h30m` in seconds; undefined where it is none. */
export function prometheusDuration(text: string): number | undefined {
  if (!/^(\d{1,9}(ms|[ywdhms]))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/g)) {
    seconds += Number(amount) * UNIT_SECONDS[unit as keyof typeof UNIT_SECONDS];
  }
  return seconds;
}
