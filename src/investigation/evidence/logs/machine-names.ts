/** A name as machines, pods and zones have them, and what all of its kind have in common. */
export interface MachineName {
  readonly name: string;
  /** The name without what tells one of the kind from the next: `gs-fra-#`, `shop-*-*`. */
  readonly kind: string;
}

const LONGEST_MESSAGE = 2_000;
const NAME = /(?<![\w.@#/-])[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){1,8}(?![\w-])/g;
/** Words with which ids of requests, versions, codes and measures begin; with another word behind, it is a service (`order-api`). */
const NO_PLACE =
  /^(?:re?q|request|trace|span|tx|txn|session|msg|message|event|evt|order|invoice|user|job|batch|run|task|build|rel|release|deploy|version|ver|v\d*|rc|commit|sha|err|error|code|status|http|tls|utf|iso|port|ticket|issue|pr|attempt|retry|step|week|day)$/;
/** A month in a name: a key, a table or a report of that month. */
const DATED = /(?:19|20)\d\d-?(?:0[1-9]|1[0-2])(?!\d)/;

/**
 * The names in a message that have dashes and digits (`gs-fra-17`, `ip-10-0-3-7`, `use1-az4`, `shop-6d9f7c5b8-k2x9p`), each once. Not what begins
 * like an id, a version or a code, nor what is called after a month. Takes time linear in the message, of which the first 2,000 characters are read.
 */
export function machineNames(message: string): MachineName[] {
  const names = new Set(message.slice(0, LONGEST_MESSAGE).match(NAME) ?? []);
  return [...names].flatMap((name) => {
    const pieces = name.split('-');
    const [first = '', ...rest] = pieces;
    const isId = NO_PLACE.test(first) && rest.every((piece) => /\d/.test(piece));
    if (!/\d/.test(name) || isId || DATED.test(name) || !/^[a-z]+\d{0,3}$/.test(first) || isHash(first)) return [];
    return [{ name, kind: pieces.map((piece, at) => kindOf(piece, pieces[at - 1] ?? '')).join('-') }];
  });
}

function kindOf(piece: string, before: string): string {
  // Kubernetes ends the name of a pod with a hash and five letters or digits.
  if (/\d/.test(before) && before.length >= 4 && piece.length === 5) return '*';
  if (!/\d/.test(piece)) return piece;
  if (/^\d+[a-z]?$/.test(piece)) return '#';
  return /^[a-z]+\d{1,3}$/.test(piece) && !isHash(piece) ? piece.replace(/\d+/, '#') : '*';
}

function isHash(piece: string): boolean {
  return /^[0-9a-f]{4,}$/.test(piece) && /\d/.test(piece);
}
