import type { Log } from '../platform/log.ts';

/** What the storage logs for the operator. */
export type StorageLog = Pick<Log, 'info' | 'warn' | 'error'>;
