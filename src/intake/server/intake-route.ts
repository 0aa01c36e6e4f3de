import type { NewDelivery } from '../../storage/inbox-contract.ts';
import type { IncomingRequest } from '../alerts/contract.ts';
import type { HandshakeAnswer } from '../webhook-handshake.ts';
import type { RefusalReason } from './refusals.ts';

/** A family of addresses at which deliveries arrive by POST. */
export interface IntakeRoute {
  /** Who receives at a path (without its query); undefined where the path is none of this route's. */
  match(path: string): Receiver | undefined;
}

export interface Receiver {
  /** The label in metrics and logs; never a part of the address that a stranger chose. */
  readonly name: string;
  readonly maxBodyBytes: number;
  /** The endpoint behind the address, where the path alone tells it. */
  readonly endpoint?: EndpointAddress;
  /**
   * Who sent it, and what is to be stored. The bytes are authenticated here and parsed nowhere in the intake. A promise
   * only where a certificate must be fetched; it rejects where that fails, and the sender is asked to try again.
   */
  admit(request: IncomingRequest): Admission | Promise<Admission>;
  /** For senders that ask by OPTIONS whether they may deliver; undefined where the request asks for nothing of the kind. */
  handshake?(headers: Readonly<Record<string, string>>): HandshakeAnswer | undefined;
}

export type Admission =
  | { readonly kind: 'store'; readonly delivery: NewDelivery }
  | { readonly kind: 'refuse'; readonly reason: RefusalReason; readonly endpoint?: EndpointAddress };

/** An endpoint as the inbox knows it. */
export interface EndpointAddress {
  readonly installationId: number;
  /** `github`, the id of an alert endpoint, `deploy:` and that of a deploy endpoint, or `unknown`. */
  readonly id: string;
}

/** Stands for every address that does not exist. */
export const UNKNOWN_ENDPOINT: EndpointAddress = { installationId: 0, id: 'unknown' };
