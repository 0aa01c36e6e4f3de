/**
 * A copy of a document without the parts that hold a mistake, so that the rest can still be checked. A mistake in a
 * list takes the whole list away, so that the places of what is left stay true.
 */
export function withoutMistakes(document: unknown, mistakes: readonly (readonly PropertyKey[])[]): unknown {
  const copy: unknown = structuredClone(document);
  for (const path of mistakes) {
    const index = path.findIndex((step) => typeof step === 'number');
    remove(copy, index === -1 ? path : path.slice(0, index));
  }
  return copy;
}

function remove(document: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof document !== 'object' || document === null || !Object.hasOwn(document, key)) return;
  if (rest.length === 0) Reflect.deleteProperty(document, key);
  else remove(document[key as keyof typeof document], rest);
}
