/** One metric that an expression reads, with its matchers as they stand there. */
export interface PromqlSelector {
  readonly metric: string;
  readonly matchers: readonly PromqlMatcher[];
}

export interface PromqlMatcher {
  readonly name: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  /** The value as it is written, with its quotes. */
  readonly literal: string;
}

const STRING = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\x60[^\x60]*\x60`;
/** Comments, strings and lists of labels are skipped; a name with braces or a range after it is a selector. */
const PART = new RegExp(
  String.raw`#[^\n]*|${STRING}|\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|` +
    String.raw`(?<metric>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<after>\s*[({])?|\[[^\]]*\]|\d[\w.]*`,
  'gi',
);
const MATCHER = new RegExp(String.raw`([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(${STRING})`, 'g');
const WORDS = new Set(
  'and or unless by without on ignoring group_left group_right bool offset start end inf nan atan2 sum min max avg group stddev stdvar count count_values bottomk topk quantile'.split(
    ' ',
  ),
);

/** Every metric that a PromQL expression reads, in order. Functions, words, labels and strings are not metrics. */
export function promqlSelectors(expression: string): readonly PromqlSelector[] {
  const found: PromqlSelector[] = [];
  PART.lastIndex = 0;
  for (let part = PART.exec(expression); part; part = PART.exec(expression)) {
    const metric = part.groups?.metric;
    const after = part.groups?.after?.trim();
    if (metric === undefined || after === '(' || WORDS.has(metric.toLowerCase())) continue;
    if (after !== '{') {
      found.push({ metric, matchers: [] });
      continue;
    }
    const end = closingBrace(expression, PART.lastIndex);
    const inside = expression.slice(PART.lastIndex, end);
    PART.lastIndex = end;
    const matchers = [...inside.matchAll(MATCHER)].map(([, name = '', operator, literal = '']) => ({
      name,
      operator: operator as PromqlMatcher['operator'],
      literal,
    }));
    found.push({ metric, matchers });
  }
  return found;
}

function closingBrace(expression: string, from: number): number {
  const rest = new RegExp(`${STRING}|}`, 'g');
  rest.lastIndex = from;
  for (let part = rest.exec(expression); part; part = rest.exec(expression)) {
    if (part[0] === '}') return part.index;
  }
  return expression.length;
}
