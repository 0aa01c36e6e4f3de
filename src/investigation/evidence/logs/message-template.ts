const LONGEST_MESSAGE = 2_000;
const LONGEST_TEMPLATE = 300;
const LONGEST_WORD = 200;

/** Stands in a template for what varies. */
const VARIES = '<*>';

/**
 * The message without what varies from line to line: numbers, ids, hashes, addresses, links, times and quoted values
 * become `<*>`. Two messages of one log statement give the same template, and no raw value is left in it. Of a stack trace
 * the line that names the error is taken. Takes time linear in the message, of which the first 2,000 characters are read.
 */
export function messageTemplate(message: string): string {
  const line = tellingLine(message.slice(0, LONGEST_MESSAGE))
    .replace(UUID, VARIES)
    .replace(SPOKEN_FIELD, '$1 $2 ')
    .replace(DOUBLE_QUOTED, (_, content: string, colon: string | undefined) => quoted(content, colon))
    .replace(SINGLE_QUOTED, (_, content: string) => quoted(content, undefined));
  const words = line.split(/\s+/).filter((word) => word !== '');
  return words
    .map((word, index) => maskWord(word, words[index + 1] ?? ''))
    .join(' ')
    .slice(0, LONGEST_TEMPLATE);
}

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;
// The field of a JSON message that holds a sentence.
const SPOKEN_FIELD = /"(message|error|msg|reason|detail|description|title)"\s?:\s?"([^"]{0,400})"/gi;
const DOUBLE_QUOTED = /"([^"]{0,300})"(\s?:(?=\s?(?:["{[\d-]|true|false|null)))?/g;
const KEY = /^[A-Za-z_][\w.-]{0,40}$/;
const SINGLE_QUOTED = /(?<!\w)'([^']{1,200})'(?!\w)/g;
const CODE_WORD = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Names of fields and codes such as `QUOTA_EXCEEDED` are the program's own words; all else in quotes came from outside. */
function quoted(content: string, colon: string | undefined): string {
  if (colon !== undefined && KEY.test(content)) return `${content}${colon}`;
  return `${CODE_WORD.test(content) ? content : VARIES}${colon ?? ''}`;
}

/** The first line; of a Python traceback the last, which names the error. */
function tellingLine(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return (message.startsWith('Traceback (most recent call last)') ? lines.at(-1) : lines[0]) ?? '';
}

const STATUS = /^(?:400|401|402|403|404|408|409|413|422|429|500|502|503|504)$/;
const UNIT = /^(?:m?s|secs?|seconds|minutes|bytes|[kmg]i?b)\b/i;
// What Kubernetes appends to the names of pods; it leaves vowels out.
const POD_SUFFIX = /<\*>-[bcdfghjklmnpqrstvwxz2456789]{5}(?![\w-])/g;
const OPENING = '([{<,;:';
const CLOSING = ')]}>,;:.!?';

function maskWord(word: string, next: string): string {
  if (word.length > LONGEST_WORD) return VARIES;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(word)) return VARIES;
  let from = 0;
  let to = word.length;
  while (from < to && OPENING.includes(word.charAt(from))) from += 1;
  while (to > from && CLOSING.includes(word.charAt(to - 1))) to -= 1;
  const core = word.slice(from, to);
  // An error code stands first or before a colon (`ORA01017:`), an id elsewhere.
  if (
    (STATUS.test(core) && from === 0 && !UNIT.test(next)) ||
    (word.charAt(to) === ':' && /^[A-Z]{2,12}-?\d{2,8}$/.test(core))
  )
    return word;
  if (core === '*' && word.includes(VARIES)) return word;
  return word.slice(0, from) + maskCore(core) + word.slice(to);
}

function maskCore(core: string): string {
  if (/^[^@\s]+@[^@\s]+\.\w+$/.test(core)) return VARIES;
  const pair = /^([A-Za-z_][\w.-]{0,60})=(.+)$/.exec(core);
  if (pair !== null) return `${pair[1]}=${VARIES}`;
  if (/\d/.test(core) && /^[\d.,:+\-/%TZ]+$/.test(core)) return VARIES;
  const pieces = core.split(/([.:/[\]()|,=@-])/).map(maskPiece);
  return pieces
    .join('')
    .replace(POD_SUFFIX, VARIES)
    .replace(/<\*>(?:[-.:]<\*>)+/g, VARIES);
}

/** A piece that holds digits is a number or an id, unless it is a code of several words or a short name (`http2`, `x509`). */
function maskPiece(piece: string): string {
  if (!/\d/.test(piece) || CODE_WORD.test(piece)) return piece;
  if (/^[0-9a-f]{6,}$/.test(piece)) return VARIES;
  return /^[A-Za-z]{2,12}\d$/.test(piece) || /^[a-z]\d{2,3}$/i.test(piece) ? piece : VARIES;
}
