import { outerTokens, unwrapped } from './promql-structure.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * What an alert rule watches, without the comparison that makes it an alert: `a / b > 0.05` gives `a / b`, which has a
 * value at every time and not only while it is bad. Of conditions that are joined (`and`, `or`, `unless`) the first
 * counts. Vendor rule: comparison binds looser than arithmetic and tighter than set operators
 * (prometheus.io/docs/prometheus/latest/querying/operators/#binary-operator-precedence, read 2026-11).
 */
export function promqlWatched(expression: string): string {
  const inner = unwrapped(expression);
  const tokens = outerTokens(inner);
  const joined = tokens.find(({ kind }) => kind === 'set-operator');
  if (joined) return promqlWatched(inner.slice(0, joined.from));
  const [first, second] = tokens;
  if (!first) return inner;
  const left = inner.slice(0, first.from).trim();
  if (!NUMBER.test(unwrapped(left))) return promqlWatched(left);
  const right = inner.slice(first.to, second?.from).trim();
  return promqlWatched(right.replace(/^bool\b/i, ''));
}
