/**
 * Whether a path fits a glob of .github/whatchanged.yml: `*` and `?` within a folder, `**` for any number of folders.
 * Time grows with the product of both lengths, whatever the glob: globs come from repositories.
 */
export function matchesGlob(path: string, glob: string): boolean {
  return matches(path.split('/'), glob.split('/'), '**', (name, pattern) =>
    matches(Array.from(name), Array.from(pattern), '*', (letter, wanted) => wanted === '?' || letter === wanted),
  );
}

/** Matches two sequences where `any` in the pattern stands for any number of items. */
function matches<T>(
  items: readonly T[],
  pattern: readonly T[],
  any: T,
  fits: (item: T, wanted: T) => boolean,
): boolean {
  // reached[i]: the pattern so far can end just before item i.
  let reached = items.map(() => false);
  reached.push(false);
  reached[0] = true;
  for (const wanted of pattern) {
    const next = reached.map(() => false);
    let open = false;
    for (let at = 0; at <= items.length; at += 1) {
      const item = items[at - 1];
      if (wanted === any) {
        open ||= reached[at] === true;
        next[at] = open;
      } else if (at > 0 && item !== undefined) {
        next[at] = reached[at - 1] === true && fits(item, wanted);
      }
    }
    reached = next;
  }
  return reached[items.length] === true;
}
