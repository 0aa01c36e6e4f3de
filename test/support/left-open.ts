import { readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** What `whatchanged new` left to whoever called it, in these files of the checkout: a line each, as `FILE:LINE: what to do`. */
export function leftOpen(...paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) =>
    readFileSync(new URL(path, ROOT), 'utf8')
      .split('\n')
      .flatMap((line, at) => (line.includes('FILL IN: ') ? [`${path}:${at + 1}: ${line.split('FILL IN: ')[1]}`] : [])),
  );
}
