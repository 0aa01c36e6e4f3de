/**
 * The same object, whose asynchronous methods also report when they fail. A statement that failed has doomed its
 * transaction: PostgreSQL answers the COMMIT with a silent rollback, so even a caught failure must be known.
 */
export function watchFailures<T extends object>(table: T, failed: (error: unknown) => void): T {
  const watched = Object.entries(table).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
  ]);
  return Object.fromEntries(watched) as T;
}
