import { OperationalError } from '../../../src/platform/errors.ts';
import type { Storage } from '../../../src/storage/contract.ts';

/** A storage whose process dies before the given transaction, once. */
export function dyingOnce(storage: Storage, transaction: number): Storage {
  let begun = 0;
  return {
    ...storage,
    transaction: (work, options) => {
      begun += 1;
      return begun === transaction ? Promise.reject(new Died()) : storage.transaction(work, options);
    },
  };
}

class Died extends Error {}

/** What a job that failed in a way that its queue tries again gives: that there is something left to do. Anything else is thrown on. */
export function failedAsJobsDo(error: unknown): boolean {
  if (error instanceof Died || (error instanceof OperationalError && error.retryable)) return true;
  throw error;
}
