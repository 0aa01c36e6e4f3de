import { messageTemplate } from '../../evidence/logs/message-template.ts';
import { cleanForeign } from '../markdown/clean-foreign.ts';

/** Stands for what was left out, as in the templates that are compared. */
const LEFT_OUT = '<*>';

/**
 * A log message as the report may show it to everybody who reads the repository: its template, and of that nothing which
 * names a person, a machine or a secret. Left out are numbers, ids, links and quoted values; addresses of mail, hosts
 * and folders of people; what follows words such as `user` or `password`; and strings that no person would have written.
 * What it cannot know is a name in the middle of a sentence.
 */
export function shownTemplate(message: string): string {
  // Hidden characters would part a secret into pieces that look like words.
  const visible = cleanForeign(message, { characters: 2_000, lines: 100 });
  const masked = MASKS.reduce((left, mask) => mask(left), visible);
  return spareNames(messageTemplate(masked).split(' '))
    .join(' ')
    .replace(/<\*>(?:[-.:/@,+]?<\*>)+/g, LEFT_OUT);
}

/** Before the template is taken: it masks piece by piece, and of half a secret the other half is still one. */
const MASKS: readonly ((message: string) => string)[] = [
  (message) => message.replace(/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)\]]+/gi, LEFT_OUT),
  (message) => message.replace(/[“„«‹][^”“»›]{0,300}[”“»›]/g, LEFT_OUT),
  (message) => message.replace(/(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi, LEFT_OUT),
  (message) => message.replace(/[^\s@"'=:,;<>()[\]{}|]{1,100}(?:@|%40)[^\s@"'=,;<>()[\]{}|]{1,100}/g, LEFT_OUT),
  (message) =>
    message.replace(/(\/(?:home|users?|accounts?|customers?|tenants?|members?|u)\/)[^/\s:),"']+/gi, `$1${LEFT_OUT}`),
  (message) => message.replace(DOTTED, (name) => (isHost(name) ? LEFT_OUT : name)),
  (message) => message.replace(/[A-Za-z0-9_+/=~-]{16,}/g, (piece) => (isOpaque(piece) ? LEFT_OUT : piece)),
];

const DOTTED = /(?<![\w.-])[a-z0-9_-]+(?:\.[a-z0-9_-]+)+(?![\w-]|\.\w)/g;
const TOP_LEVEL =
  /\.(?:com|org|net|edu|gov|mil|int|info|biz|io|dev|app|cloud|ai|co|me|eu|uk|de|fr|nl|ch|at|it|es|pl|se|no|fi|dk|us|ca|au|jp|cn|in|br|ru|local|lan|home|corp|internal|intranet|localdomain|svc|cluster|test|example|invalid)$/;
const CODE_FILE =
  /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|scala|cs|php|swift|c|h|cc|cpp|hpp|sql|sh|json|ya?ml|toml|xml|html|css|lock|md)$/;

/** Of names in small letters with dots; classes and functions have capitals, files an ending of code. */
function isHost(name: string): boolean {
  if (CODE_FILE.test(name)) return false;
  return TOP_LEVEL.test(name) || name.split('.').length > 2;
}

/** Capitals, small letters and figures in one; or letters whose case changes as by dice, as in no name of a class. */
function isOpaque(piece: string): boolean {
  if (piece.length >= 64) return true;
  if (/\d/.test(piece) && /[a-z]/.test(piece) && /[A-Z]/.test(piece)) return true;
  const humps = piece.match(/[A-Z]+[a-z]*|[a-z]+/g) ?? [];
  const changes = humps.filter((hump) => /[a-z]/.test(hump)).length;
  return changes >= 4 && piece.replace(/[^A-Za-z]/g, '').length / humps.length < 3;
}

/** Words after which a person is named, or a secret stands. */
const BEFORE_NAME =
  /^(?:user|username|login|customer|client|account|member|patient|employee|owner|author|email|e-mail|mail|recipient|sender|tenant|subscriber|contact|name|address|phone|iban|host|hostname|server|node|machine|pod|peer|upstream|password|passwd|pwd|passphrase|secret|token|key|apikey|api-key|cookie|session|credentials?|authorization|bearer|basic|signature|pin|otp|code)(s?)[:=]?$/i;
/** What follows such a word and is no name; anything else is left out. */
const NO_NAME =
  /^(?:is|are|was|were|be|been|not|no|has|have|had|does|do|did|can|cannot|can't|could|couldn't|may|must|should|will|would|already|never|for|of|in|on|at|by|to|from|with|without|and|or|but|than|that|this|the|a|an|as|if|when|while|because|after|before|during|per|into|via|id|ids|name|names|type|field|value|values|count|limit|quota|size|length|format|header|service|server|error|errors|exception|input|agent|store|pool|cache|table|column|index|function|object|property|parameter|argument|exists|found|missing|required|invalid|expired|failed|failure|denied|rejected|refused|unknown|undefined|null|empty|unavailable|unauthorized|unreachable|mismatch|lookup|login|creation|update|deletion|request|response|connection|timeout|rate|sync|job|queue|data|record|profile|settings|verification|validation|authentication|authorization|encryption|error:|not:|<\*>)[:;,.!)]*$/i;

/** The word after `user`, and the capitalised ones that follow it: a name has two parts as often as not. */
function spareNames(words: readonly string[]): readonly string[] {
  let inName = false;
  return words.map((word, index) => {
    const before = words[index - 1];
    const begins = before !== undefined && BEFORE_NAME.test(before) && !NO_NAME.test(word) && !BEFORE_NAME.test(word);
    inName = begins || (inName && /^\p{Lu}/u.test(word));
    return inName ? `${LEFT_OUT}${/[,;:.!?)\]]*$/.exec(word)?.[0] ?? ''}` : word;
  });
}
