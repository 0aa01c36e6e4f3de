import { outerTokens, unwrapped } from '../../investigation/incident/promql-structure.ts';

/** What a rule's expression compares with, where that is one number. */
export interface Threshold {
  readonly threshold: number;
  readonly comparison: 'above' | 'below';
}

const COMPARISONS: Readonly<Record<string, Threshold['comparison'] | undefined>> = {
  '>': 'above',
  '>=': 'above',
  '<': 'below',
  '<=': 'below',
};
const FLIPPED = { above: 'below', below: 'above' } as const;
/** The scan is quadratic in the worst case (an unclosed string after each quote), so its input is bounded. */
const LONGEST_EXPRESSION = 4_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads threshold and direction from a PromQL expression whose outermost operation is one comparison with a number,
 * such as `error_ratio > 0.05` or `0.05 < error_ratio`. Undefined for everything else: two comparisons, set operators,
 * `==`, or a bound that is computed.
 */
export function promqlThreshold(expression: string): Threshold | undefined {
  if (expression.length > LONGEST_EXPRESSION) return undefined;
  const inner = unwrapped(expression);
  const [operator, ...others] = outerTokens(inner);
  if (operator === undefined || others.length > 0) return undefined;
  const direction = COMPARISONS[operator.text];
  if (direction === undefined) return undefined;
  const left = inner.slice(0, operator.from).trim();
  const right = inner
    .slice(operator.to)
    .replace(/^\s*bool\b/, '')
    .trim();
  if (NUMBER.test(right)) return { threshold: Number(right), comparison: direction };
  if (NUMBER.test(left)) return { threshold: Number(left), comparison: FLIPPED[direction] };
  return undefined;
}
