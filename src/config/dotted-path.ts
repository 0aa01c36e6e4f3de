/** A path of keys and indexes as people write it: `services.checkout.paths[0]`. */
export function dottedPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
