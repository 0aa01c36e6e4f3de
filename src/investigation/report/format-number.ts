import { type Own, own } from './markdown/tree.ts';

/** A number for people and for Mermaid's grammar: at most four significant digits, never an exponent. */
export function plainNumber(value: number): Own {
  if (!Number.isFinite(value)) return own('unknown');
  const size = Math.abs(value);
  if (size >= 1e15) return own(value < 0 ? 'less than -1000000000000000' : 'more than 1000000000000000');
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 5;
  const printed = value.toFixed(digits);
  const short = printed.includes('.') ? printed.replace(/\.?0+$/, '') : printed;
  return own(short === '-0' ? '0' : short);
}

/** A probability in whole percent that never claims certainty: `less than 1 %` to `more than 99 %`. */
export function chance(probability: number): Own {
  const percent = Math.round(probability * 100);
  if (percent < 1) return own('less than 1 %');
  if (percent > 99) return own('more than 99 %');
  return own(`${percent} %`);
}

/** `1 deploy`, `3 deploys`. */
export function counted(count: number, one: string, many: string): Own {
  return own(`${count} ${count === 1 ? one : many}`);
}
