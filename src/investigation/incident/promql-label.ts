const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LONGEST_VALUE = 200;

/**
 * A label matcher for a PromQL selector, such as `service="check\"out"`, or `undefined` where name or value may not
 * stand in a query: then the query is not asked. Whatever the value holds, it stays inside its string
 * (prometheus.io/docs/prometheus/latest/querying/basics/#string-literals, read 2026-11: Go's escapes).
 */
export function promqlLabel(name: string, value: string): string | undefined {
  if (!LABEL_NAME.test(name) || value.length > LONGEST_VALUE || !value.isWellFormed()) return undefined;
  return `${name}="${[...value].map(escaped).join('')}"`;
}

function escaped(letter: string): string {
  if (letter === '"' || letter === '\\') return `\\${letter}`;
  const code = letter.codePointAt(0) ?? 0;
  const isPlain = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code !== 0x2028 && code !== 0x2029);
  return isPlain ? letter : `\\u${code.toString(16).padStart(4, '0')}`;
}
