/**
 * Shapes of secrets. Installation tokens changed on 2026-04-27 from 36 letters to `ghs_<app>_<JWT>` of variable length
 * whose base64url part holds `-`, `_` and `.` (docs.github.com), so the older, narrower patterns leave a tail.
 */
const SECRET_SHAPES: readonly [RegExp, string][] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, '[redacted key]'],
  [/\bgithub_pat_\w{20,}/g, '[redacted token]'],
  [/\bgh[opsur]_[\w.-]{36,}/g, '[redacted token]'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]+/g, '[redacted token]'],
  [/\b(bearer|basic|token) +[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/(\w+:\/\/[^\s:/@"]*):[^\s/@"]+@/g, '$1:[redacted]@'],
];

/** Values shorter than this would redact ordinary words. */
const SHORTEST_SECRET = 8;

/**
 * Gives a function that takes secrets out of a text: the given values (as they are, and as JSON writes them) and
 * everything shaped like a GitHub token, a JWT, a credential header, a PEM block or a password in an address.
 */
export function createRedactor(values: readonly string[]): (text: string) => string {
  const forms = new Set(
    values
      .filter((value) => value.length >= SHORTEST_SECRET)
      .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]),
  );
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutValues = longestFirst.reduce((left, value) => left.replaceAll(value, '[redacted]'), text);
    return SECRET_SHAPES.reduce((left, [shape, mark]) => left.replace(shape, mark), withoutValues);
  };
}
