/** A thing that a message calls by its name, as the pieces of that name. */
export interface NamedThing {
  readonly kind: 'setting' | 'relation' | 'identifier';
  /** As it stood in the message, for quoting. */
  readonly name: string;
  /** At least two, in lower case: a name of one word is a word like others. */
  readonly pieces: readonly string[];
}

const LONGEST_TEXT = 4_000;
const MOST = 40;
const RELATION =
  /\b(?:from|into|update|join|table|relation|index|on)\s+["'`]?((?:[a-z_]{2,60}\.)?[a-z_][a-z0-9_]{2,60})["'`]?/gi;
const STATEMENT = /\b(?:select|insert|update|delete|relation|query|sql|table|vacuum|lock)\b/i;
const ENVIRONMENT_VARIABLE = /\b[A-Z][A-Z0-9]{1,40}(?:_[A-Z0-9]{1,40}){1,8}\b/g;
const KEY = /\b[a-z][a-z0-9]{1,30}(?:[._-][a-z0-9]{1,30}){1,8}\b/g;
const IDENTIFIER = /\b(?:[a-z]{2,30}(?:[A-Z][a-z0-9]{1,30}){1,8}|(?:[A-Z][a-z0-9]{1,30}){2,8})\b/g;

/** Settings and environment variables, SQL relations, and identifiers of several words that a text names. Linear in the text. */
export function namedThings(text: string): NamedThing[] {
  const read = text.slice(0, LONGEST_TEXT);
  const found = new Map<string, NamedThing>();
  const add = (kind: NamedThing['kind'], name: string): void => {
    const pieces = piecesOf(name);
    const key = pieces.join(' ');
    if (found.size < MOST && !found.has(key) && pieces.length > 1) found.set(key, { kind, name, pieces });
  };
  if (STATEMENT.test(read)) {
    for (const [, name = ''] of read.matchAll(RELATION))
      if (name.includes('_')) add('relation', name.slice(name.lastIndexOf('.') + 1));
  }
  for (const [name] of read.matchAll(ENVIRONMENT_VARIABLE)) add('setting', name);
  for (const [name] of read.matchAll(KEY)) add('setting', name);
  for (const [name] of read.matchAll(IDENTIFIER)) add('identifier', name);
  return [...found.values()];
}

/** `READ_TIMEOUT`, `read-timeout`, `read.timeout` and `readTimeout` are one name. */
function piecesOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((piece) => piece !== '');
}
