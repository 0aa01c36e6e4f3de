import { type Document, isMap, isPair, isScalar, isSeq, type LineCounter, type Node } from 'yaml';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a path of keys and indexes stands in a YAML text, counted from 1: the value, or its key with `at: 'key'`.
 * What is not there (a missing key) is placed at its nearest parent.
 */
export function yamlPlace(
  document: Document,
  lines: LineCounter,
  path: readonly PropertyKey[],
  at: 'key' | 'value',
): Place {
  let node = document.contents as Node | null;
  let key: Node | null = null;
  for (const step of path) {
    const next = child(node, step);
    if (!next) return placeOf(key ?? node, lines);
    ({ key, node } = next);
  }
  return placeOf(at === 'key' || !node ? (key ?? node) : node, lines);
}

function child(node: Node | null, step: PropertyKey): { key: Node | null; node: Node | null } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item ? { key: null, node: item as Node } : undefined;
  }
  if (!isMap(node)) return undefined;
  // Of duplicate keys the last one is what the value was read from.
  const pair = node.items.findLast(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
  );
  return pair ? { key: pair.key as Node, node: pair.value as Node | null } : undefined;
}

function placeOf(node: Node | null, lines: LineCounter): Place {
  const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
