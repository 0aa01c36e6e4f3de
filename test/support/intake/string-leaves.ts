/** Puts another value in the place of one string of a document. */
export type Replace = (value: unknown) => unknown;

/** One replacer for each string in a JSON document, each giving a fresh copy with only that string replaced. */
export function stringLeaves(document: unknown): readonly Replace[] {
  return pathsOf(document, []).map((path) => (value) => replaced(document, path, value));
}

type Path = readonly (string | number)[];

function pathsOf(node: unknown, path: Path): readonly Path[] {
  if (typeof node === 'string') return [path];
  if (Array.isArray(node)) return node.flatMap((item, at) => pathsOf(item, [...path, at]));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, item]) => pathsOf(item, [...path, key]));
}

function replaced(node: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(node)) return node.map((item, at) => (at === key ? replaced(item, rest, value) : item));
  const record = node as Record<string, unknown>;
  return { ...record, [key]: replaced(record[key], rest, value) };
}
