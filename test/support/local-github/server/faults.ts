import type { At } from '../world/world.ts';

/** What goes wrong, and for which requests. Faults are tried in the order in which they were set. */
export type Fault = FaultEffect & {
  /** Without it, every request. The path is the raw one, without the query. */
  readonly match?: { readonly method?: string; readonly path?: RegExp };
  /** How many requests it hits; without it, all until it is lifted. */
  readonly times?: number;
};

type FaultEffect =
  /** Answers this status and does nothing. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Does what was asked, and the answer is lost. */
  | { readonly kind: 'commit-then-502' }
  | { readonly kind: 'commit-then-reset' }
  /** Closes the connection and does nothing. */
  | { readonly kind: 'reset' }
  /** Lists do not show what was made since: until so many matching requests were answered, or until that time. */
  | { readonly kind: 'hide-new-for'; readonly requests?: number; readonly until?: At }
  | {
      readonly kind: 'rate-limit';
      readonly limit: 'primary' | 'secondary';
      readonly status?: 403 | 429;
      readonly retryAfterSeconds?: number;
      /** Seconds from now, for the primary limit; may be negative. */
      readonly resetInSeconds?: number;
    }
  /** Does not answer until it is lifted; the request is not carried out. */
  | { readonly kind: 'stall' }
  /** Answers a web page, as a proxy or a login wall does. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Does what was asked, and cuts the answer in the middle. */
  | { readonly kind: 'truncate' }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: 301 | 302 | 307 | 308 };

/** A fault that is set. */
export interface ActiveFault {
  /** How many requests it has hit. */
  hits(): number;
  /** Ends it; stalled requests are answered with 503. */
  lift(): void;
}

export interface FaultBoard {
  set(fault: Fault): ActiveFault;
  /** The faults that hit this request, each counted as hit. */
  take(method: string, path: string): readonly TakenFault[];
  liftAll(): void;
}

export interface TakenFault {
  readonly effect: FaultEffect;
  /** The newest id that existed when the fault was set. */
  readonly newestId: number;
  readonly hit: number;
  readonly lifted: Promise<void>;
}

/** `newestId` tells the youngest id in the world, which `hide-new-for` compares with. */
export function newFaultBoard(newestId: () => number): FaultBoard {
  type Entry = { fault: Fault; newestId: number; hits: number; lifted: Promise<void>; lift: () => void };
  let entries: Entry[] = [];
  return {
    set: (fault) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const entry: Entry = { fault, newestId: newestId(), hits: 0, lifted: promise, lift: resolve };
      entries.push(entry);
      return {
        hits: () => entry.hits,
        lift: () => {
          entries = entries.filter((one) => one !== entry);
          resolve();
        },
      };
    },
    take: (method, path) =>
      entries
        .filter(({ fault, hits }) => {
          if (fault.times !== undefined && hits >= fault.times) return false;
          return (fault.match?.method ?? method) === method && (fault.match?.path?.test(path) ?? true);
        })
        .map((entry) => {
          entry.hits += 1;
          return { effect: entry.fault, newestId: entry.newestId, hit: entry.hits, lifted: entry.lifted };
        }),
    liftAll: () => {
      for (const entry of entries) entry.lift();
      entries = [];
    },
  };
}
