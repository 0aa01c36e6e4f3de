import type { AlertSource } from '../../../src/intake/alerts/contract.ts';

/** What is needed to make them: an alert source has it, and a deploy source. */
type Signer = Pick<AlertSource, 'id' | 'sign'>;
type Headers = Readonly<Record<string, string>>;

/** Every way in which a sender's credential can be nearly right, by name, made from what the source itself would send. */
export function wrongCredentials(
  source: Signer,
  body: Uint8Array,
  secret: string,
  now: number,
): ReadonlyMap<string, Headers> {
  const right = source.sign(body, secret, now);
  const other = `Other-${secret.slice(6)}`;
  const wrong = new Map<string, Headers>([
    ['no header', {}],
    ['the secret of somebody else', source.sign(body, other, now)],
    ['the secret without its end', source.sign(body, secret.slice(0, -1), now)],
    ['the secret without its beginning', source.sign(body, secret.slice(1), now)],
    ['the secret with one more character', source.sign(body, `${secret}x`, now)],
    ['the secret in lower case', source.sign(body, secret.toLowerCase(), now)],
    ['the secret in upper case', source.sign(body, secret.toUpperCase(), now)],
    ['the secret in another header', { 'x-secret': secret, 'x-authorization': `Bearer ${secret}` }],
  ]);
  const credential = credentialHeader(source, body, secret, now);
  const value = right[credential] ?? '';
  const changed = (name: string, changedValue: string) => wrong.set(name, { ...right, [credential]: changedValue });
  changed('an empty value', '');
  changed('two headers, the right one first', `${value}, ${value}`);
  changed('two headers, the right one last', `x, ${value}`);
  changed('white space after the value', `${value} `);
  changed('white space inside the value', `${value.slice(0, -4)} ${value.slice(-4)}`);
  changed('a NUL after the value', `${value}\u0000`);
  changed('the value without its last character', value.slice(0, -1));
  changed('the value with one more character', `${value}0`);
  changed('the value with its last letter in the other case', otherCase(value));
  changed('a value of 100,000 characters', value.repeat(1_000));
  changed('a word of JavaScript', 'undefined');
  return wrong;
}

/** The header that changes with the secret. */
function credentialHeader(source: Signer, body: Uint8Array, secret: string, now: number): string {
  const one = source.sign(body, secret, now);
  const two = source.sign(body, `${secret}2`, now);
  const name = Object.keys(one).find((header) => one[header] !== two[header]);
  if (name === undefined) throw new Error(`${source.id}: sign() gives no header that depends on the secret`);
  return name;
}

function otherCase(value: string): string {
  const at = Array.from(value).findLastIndex((letter) => /[a-z]/i.test(letter));
  const letter = value.charAt(at);
  const flipped = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
  return `${value.slice(0, at)}${flipped}${value.slice(at + 1)}`;
}
