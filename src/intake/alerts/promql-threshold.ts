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
  const outer = outermost(withoutOuterParentheses(expression.trim()));
  if (outer === undefined) return undefined;
  const direction = COMPARISONS[outer.operator];
  if (direction === undefined) return undefined;
  const right = outer.right.replace(/^bool\b/, '').trim();
  if (NUMBER.test(right)) return { threshold: Number(right), comparison: direction };
  if (NUMBER.test(outer.left)) return { threshold: Number(outer.left), comparison: FLIPPED[direction] };
  return undefined;
}

interface Outermost {
  readonly left: string;
  readonly operator: string;
  readonly right: string;
}

/** Strings, brackets, the words that join two conditions, comparisons; in the order in which they must be tried. */
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[([{]|[)\]}]|\b(?:and|or|unless)\b|[<>=!]=|=~|!~|[<>]/gi;

/** The only comparison outside of every bracket and string; undefined where there is none, or more than one. */
function outermost(expression: string): Outermost | undefined {
  let depth = 0;
  let found: Outermost | undefined;
  for (const { 0: token, index } of expression.matchAll(TOKEN)) {
    if ('([{'.includes(token)) depth += 1;
    else if (')]}'.includes(token)) depth -= 1;
    else if (depth === 0 && !/^["'`]/.test(token)) {
      if (found !== undefined || /^[a-z]/i.test(token)) return undefined;
      const right = expression.slice(index + token.length).trim();
      found = { left: expression.slice(0, index).trim(), operator: token, right };
    }
  }
  return depth === 0 ? found : undefined;
}

function withoutOuterParentheses(expression: string): string {
  let inner = expression;
  while (inner.startsWith('(') && closesAtEnd(inner)) inner = inner.slice(1, -1).trim();
  return inner;
}

function closesAtEnd(expression: string): boolean {
  let depth = 0;
  for (const { 0: token, index } of expression.matchAll(TOKEN)) {
    if ('([{'.includes(token)) depth += 1;
    if (')]}'.includes(token)) depth -= 1;
    if (depth === 0) return index === expression.length - 1;
  }
  return false;
}
