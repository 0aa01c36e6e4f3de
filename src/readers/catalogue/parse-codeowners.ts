import type { OwnedPath } from '../../investigation/incident/with-catalogue.ts';

const LONGEST_TEXT = 3 * 1024 * 1024;
const MOST_LINES = 5_000;
const OWNER = /^@[\w.-]{1,100}(?:\/[\w.-]{1,100})?$/;

/**
 * The rules of a CODEOWNERS file in their order, of which the last that fits counts
 * (docs.github.com, "About code owners", read 2026-11). Owners come without their @; addresses of mail are left out, and
 * a pattern that GitHub does not read (`!`, `[`) too. A rule without owners takes a path out of every earlier one.
 */
export function parseCodeowners(text: string): readonly OwnedPath[] {
  if (text.length > LONGEST_TEXT) return [];
  return text
    .split(/\r?\n/)
    .slice(0, MOST_LINES)
    .flatMap((line): OwnedPath[] => {
      const [pattern, ...words] = line
        .replace(/(^|\s)#.*$/, '')
        .trim()
        .split(/\s+/);
      if (pattern === undefined || pattern === '' || /^!|[[\]]/.test(pattern)) return [];
      const owners = words.filter((word) => OWNER.test(word)).map((word) => word.slice(1));
      return globsOf(pattern).map((glob) => ({ glob, owners }));
    });
}

/** A pattern as globs of whole paths: one that names a folder owns what is in it. */
function globsOf(pattern: string): readonly string[] {
  const isFolder = pattern.endsWith('/');
  const inner = pattern.replace(/^\/|\/$/g, '');
  // A slash at the beginning or in the middle ties a pattern to the root.
  const tied = pattern.startsWith('/') || inner.includes('/') ? inner : `**/${inner}`;
  const into = `${tied}/**`;
  if (inner === '*' || inner === '**') return ['**'];
  if (isFolder) return [into];
  return tied.endsWith('*') ? [tied] : [tied, into];
}
