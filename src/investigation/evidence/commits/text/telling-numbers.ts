import { unitFactor } from './unit-factor.ts';

/** `1_048_576`, `1 << 20`, `25 * 1024`, `512Mi`, `30s`: one number each, with the unit that may follow it. */
const NUMBER =
  /(?<![\w.#-]|[\w\]]:)(\d[\d_]{0,15})(?:\s?<<\s?(\d{1,2}))?((?:\s?\*\s?\d[\d_]{0,9}){0,3})\s?(ms|s|sec|seconds|KiB|MiB|GiB|Ki|Mi|Gi|KB|MB|GB)?(?!\w)/gi;
const LONGEST_TEXT = 20_000;

/**
 * The numbers of a text that can tell one limit from another, as they stand and in bytes or milliseconds. Small numbers,
 * HTTP statuses, years, the usual ports and what follows a host stand everywhere and are left out. Linear in the text.
 */
export function tellingNumbers(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [, digits = '', shift, factors = '', unit = ''] of text.slice(0, LONGEST_TEXT).matchAll(NUMBER)) {
    let value = plain(digits) * 2 ** Number(shift ?? 0);
    for (const [factor] of factors.matchAll(/\d[\d_]*/g)) value *= plain(factor);
    for (const one of [value, value * (unitFactor(unit) ?? 1)]) if (isTelling(one)) found.add(one);
  }
  return found;
}

function plain(digits: string): number {
  return Number(digits.replaceAll('_', ''));
}

function isTelling(value: number): boolean {
  const status = value >= 100 && value <= 599;
  const year = value >= 1970 && value <= 2099;
  return value >= 16 && Number.isSafeInteger(value) && !status && !year && ![80, 443, 1000, 8080].includes(value);
}
