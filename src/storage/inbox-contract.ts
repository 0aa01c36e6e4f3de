import type { EpochMs } from '../investigation/time.ts';

/**
 * Deliveries exactly as they came. GitHub's are stored under installation 0: which one they are about is only known
 * once they are read.
 */
export interface InboxTable {
  /** Stores a delivery; `added` is false where the dedupe key was there already (the id is then the first one's). */
  add(delivery: NewDelivery): Promise<StoredDelivery>;
  /** Stores several in one statement; the answers are in their order. Of two with one key the first is added. */
  addAll(deliveries: readonly NewDelivery[]): Promise<readonly StoredDelivery[]>;
  get(installationId: number, id: string): Promise<Delivery | undefined>;
  /** Moves a delivery to a terminal state; `reason` is required for `ignored` and `dead`. */
  finish(installationId: number, id: string, outcome: DeliveryOutcome): Promise<void>;
  /** Newest first. */
  list(filter: { readonly state?: DeliveryState; readonly limit: number }): Promise<readonly Delivery[]>;
  /** The same deliveries without their headers and bytes. */
  brief(filter: DeliveryFilter): Promise<readonly DeliveryBrief[]>;
  /** Makes a delivery that ended `pending` again; false where it is not there or has not ended. */
  reopen(installationId: number, id: string): Promise<boolean>;
  countByState(): Promise<Readonly<Record<DeliveryState, number>>>;
  oldestUnprocessedAt(): Promise<EpochMs | undefined>;
  /** Which of the given dedupe keys of an endpoint are already stored. */
  known(endpoint: string, dedupeKeys: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface StoredDelivery {
  readonly id: string;
  readonly added: boolean;
}

export type DeliveryState = 'pending' | 'done' | 'ignored' | 'unmapped' | 'dead';
export interface DeliveryOutcome {
  readonly state: Exclude<DeliveryState, 'pending'>;
  readonly reason?: string;
}

export interface NewDelivery {
  readonly installationId: number;
  /** `github`, or the id of the alert or deploy endpoint. */
  readonly endpoint: string;
  /** `github`, or the plug-in's id, such as `alertmanager`. */
  readonly source: string;
  readonly kind: 'github' | 'alert' | 'deploy';
  readonly dedupeKey: string;
  readonly via: 'push' | 'pull' | 'replay';
  /** Allow-listed headers only, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Delivery extends NewDelivery {
  readonly id: string;
  readonly receivedAt: EpochMs;
  readonly state: DeliveryState;
  readonly reason?: string;
}

export type DeliveryBrief = Omit<Delivery, 'headers' | 'body'>;

export interface DeliveryFilter {
  readonly state?: DeliveryState;
  readonly id?: string;
  readonly installationId?: number;
  readonly endpoint?: string;
  /** Received before this moment. */
  readonly before?: EpochMs;
  readonly limit: number;
}
