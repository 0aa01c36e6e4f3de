import type { Ask } from './open-ask.ts';

/** Characters that a terminal acts on or a reader cannot see are written as escapes. */
const ACTED_ON = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** One document on the output: indented for people at a terminal, one line in a pipe; nothing in it acts on a terminal. */
export function printJson({ output, live }: Pick<Ask, 'output' | 'live'>, document: unknown): void {
  output.out(
    JSON.stringify(document, null, live ? 2 : undefined).replace(
      ACTED_ON,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}
