/** How a worker looks for jobs that another process enqueued: only jobs of its own process wake it at once. */
export const POLLING = { pollingIntervalSeconds: 0.5, includeMetadata: true } as const;
