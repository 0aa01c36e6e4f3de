/** Values that tools, tutorials and tired people leave in place; Probot's own default is the first. */
const WELL_KNOWN = new Set([
  'development',
  'secret',
  'changeme',
  'change-me',
  'password',
  'webhook',
  'webhooksecret',
  'webhook-secret',
  'mysecret',
  'my-secret',
  'default',
  'example',
  'test',
  'whatchanged',
]);
const FEWEST_DIFFERENT_CHARACTERS = 5;

/** What is wrong with a secret, or undefined. Never quotes it. `minBytes` counts its UTF-8 bytes. */
export function weakSecret(secret: string, minBytes: number): string | undefined {
  if (secret === '') return 'is missing';
  if (/\s/.test(secret)) return 'holds white space, which header values do not keep';
  if (WELL_KNOWN.has(secret.toLowerCase())) return 'is a well-known word that anybody would try';
  const bytes = Buffer.byteLength(secret);
  if (bytes < minBytes) return `has ${bytes} bytes; it needs at least ${minBytes}`;
  if (new Set(secret).size < FEWEST_DIFFERENT_CHARACTERS) return 'repeats the same few characters';
  return undefined;
}
