/** How every worker looks for jobs that nobody of its process woke it for. */
export const POLLING = { pollingIntervalSeconds: 0.5, includeMetadata: true } as const;
