import { OperationalError } from '../../platform/errors.ts';

/**
 * Gives what the work gives, or throws `storage-unavailable` when it takes longer. The work itself goes on: a
 * transaction that commits after the answer makes the sender's next try a duplicate, which is harmless.
 */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new OperationalError('storage-unavailable', `the database did not answer within ${limitMs} ms`, {
      retryable: true,
    });
    timer = setTimeout(() => reject(error), Math.max(0, limitMs));
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
