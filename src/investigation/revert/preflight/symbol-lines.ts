import type { LineSpan } from './line-span.ts';

/** A line that begins a part of a file as git's own hunk headers have it: it stands at the edge and begins with a letter. */
const AT_EDGE = /^[A-Za-z_$]/;
const METHOD = /^\s+(?:[\w$<>[\]&*:?,]+\s+){0,5}[\w$#]+\s*\([^;]*\{\s*$/;
const DEFINITION = /^\s+(?:(?:async|pub|export|static)\s+)*(?:def|fn|func|fun|function|class)\s+\w/;
const BLOCK =
  /^\s+(?:if|else|for|while|switch|catch|return|do|try|with|await|yield|throw|new|case|when|unless|elif|match)\b/;

/** The line that begins the function, method or other part which a line is in: the last one at or above it. Undefined before the first. */
export function symbolOf(lines: readonly string[], line: number): number | undefined {
  for (let at = Math.min(line, lines.length - 1); at >= 0; at -= 1) {
    if (beginsSymbol(lines[at] ?? '')) return at;
  }
  return undefined;
}

/** Every such part that a span reaches into; an empty span stands between two lines, and is in what the upper one is in. */
export function symbolsIn(lines: readonly string[], { from, to }: LineSpan): ReadonlySet<number> {
  const found = new Set<number>();
  for (let line = from === to ? Math.max(from - 1, 0) : from; line < Math.max(to, from + 1); line += 1) {
    const symbol = symbolOf(lines, line);
    if (symbol !== undefined) found.add(symbol);
    if (from === to) break;
  }
  return found;
}

function beginsSymbol(line: string): boolean {
  return AT_EDGE.test(line) || DEFINITION.test(line) || (METHOD.test(line) && !BLOCK.test(line));
}
