import type { Log } from '../platform/log.ts';

/** What the storage room says to the operator. */
export type StorageLog = Pick<Log, 'info' | 'warn' | 'error'>;
