/** An operator or word of a PromQL expression that stands outside of every bracket and string. */
export interface OuterToken {
  readonly kind: 'comparison' | 'set-operator';
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Comments, strings, brackets, set operators and comparisons, in the order in which they must be tried. */
const TOKEN =
  /(?<comment>#[^\n]*)|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?<open>[([{])|(?<close>[)\]}])|(?<set>\b(?:and|or|unless)\b)|=~|!~|(?<comparison>[<>=!]=|[<>])/gi;

/** The operators that decide what an expression is; brackets that do not close give none. */
export function outerTokens(expression: string): readonly OuterToken[] {
  const found: OuterToken[] = [];
  let depth = 0;
  for (const { 0: text, index, groups } of expression.matchAll(TOKEN)) {
    if (groups?.open) depth += 1;
    if (groups?.close) depth -= 1;
    if (depth !== 0 || !(groups?.set || groups?.comparison)) continue;
    const kind = groups.set ? 'set-operator' : 'comparison';
    found.push({ kind, text: text.toLowerCase(), from: index, to: index + text.length });
  }
  return depth === 0 ? found : [];
}

/** The expression without comments, and without brackets around the whole of it. */
export function unwrapped(expression: string): string {
  let inner = expression.replace(TOKEN, (text) => (text.startsWith('#') ? ' ' : text)).trim();
  while (inner.startsWith('(') && closesAtEnd(inner)) inner = inner.slice(1, -1).trim();
  return inner;
}

function closesAtEnd(expression: string): boolean {
  let depth = 0;
  for (const { index, groups } of expression.matchAll(TOKEN)) {
    if (groups?.open) depth += 1;
    if (groups?.close) depth -= 1;
    if (depth === 0) return index === expression.length - 1;
  }
  return false;
}
