import { InvalidArgumentError } from 'commander';

/** The number of a `--limit`. Throws InvalidArgumentError for anything but a whole number from 1 to 1000. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1_000)
    throw new InvalidArgumentError('Give a number from 1 to 1000.');
  return count;
}
