const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LONGEST_VALUE = 200;

/**
 * A label matcher for a PromQL selector, such as `service="check\"out"`, or `undefined` where name or value may not
 * stand in a query: then the query is not asked. Whatever the value holds, it stays inside its string
 * (prometheus.io/docs/prometheus/latest/querying/basics/#string-literals, read 2026-11: Go's escapes).
 */
export function promqlLabel(name: string, value: string): string | undefined {
  if (!LABEL_NAME.test(name) || value.length > LONGEST_VALUE || !value.isWellFormed()) return undefined;
  return `${name}="${value.replace(/["\\]|[\p{Cc}\u2028\u2029]/gu, escaped)}"`;
}

function escaped(letter: string): string {
  if (letter === '"' || letter === '\\') return `\\${letter}`;
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
