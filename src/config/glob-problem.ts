/** What is wrong with a path glob, or `undefined`. Globs are relative to the repository; `*`, `**`, `?`. */
export function globProblem(glob: string): { readonly problem: string; readonly hint: string } | undefined {
  if (glob.startsWith('/'))
    return {
      problem: 'a glob does not begin with a slash',
      hint: `Write ${JSON.stringify(glob.replace(/^\/+/, ''))}.`,
    };
  if (glob.startsWith('!'))
    return { problem: 'a glob cannot exclude', hint: 'Name the paths that belong to the service.' };
  if (glob.includes('\\')) return { problem: 'a glob has no backslash', hint: 'Separate folders with "/".' };
  if (glob.split('/').some((part) => part === '..' || part === '.')) {
    return { problem: 'a glob has no "." or ".." folder', hint: 'Paths begin at the root of the repository.' };
  }
  if (/\*{3,}|[^/]\*\*|\*\*[^/]/.test(glob)) {
    return { problem: '"**" stands alone between slashes', hint: 'Write folder/**/name or folder/**.' };
  }
  return /[{}[\]]/.test(glob)
    ? { problem: 'a glob has only "*", "**" and "?"', hint: 'Write one glob a line instead of { } or [ ].' }
    : undefined;
}
