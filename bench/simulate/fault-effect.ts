import type { Fault } from './fault.ts';
import type { Moment } from './moment.ts';

/** What a fault changes in its service in one step. */
export interface FaultEffect {
  readonly latencyFactor: number;
  /** Seconds. */
  readonly latencyAdded: number;
  /** Share of requests, beside those that fail anyway. */
  readonly failing: number;
  /** Cores, gigabytes and bytes per second. */
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

const NONE: FaultEffect = { latencyFactor: 1, latencyAdded: 0, failing: 0, cpu: 0, memory: 0, disk: 0 };
const LEAK_SLOWS_FULLY_AFTER = 300;
const LEAK_IS_FULL_AFTER = 600;

/** The effect of a fault at a moment; without a fault, none. A step that holds the onset shows its share of it. */
export function faultEffect(fault: Fault | null, { onsetShare, sinceOnset }: Moment): FaultEffect {
  if (fault === null || onsetShare === 0) return NONE;
  const { kind, severity } = fault;
  const slower = 1 + (severity - 1) * onsetShare;
  switch (kind) {
    case 'busy-cpu':
      return { ...NONE, latencyFactor: slower, cpu: 0.75 * onsetShare };
    case 'slow-query':
      return { ...NONE, latencyFactor: slower, cpu: 0.1 * onsetShare };
    case 'busy-disk':
      return { ...NONE, latencyFactor: slower, disk: 5e6 * onsetShare };
    case 'delay':
      return { ...NONE, latencyAdded: 0.02 * severity * onsetShare };
    case 'memory-leak':
      return {
        ...NONE,
        latencyFactor: 1 + (severity - 1) * Math.min(1, sinceOnset / LEAK_SLOWS_FULLY_AFTER),
        memory: 0.5 * Math.min(1, sinceOnset / LEAK_IS_FULL_AFTER),
      };
    case 'lost-requests':
      // What is lost is tried again, and some of it arrives late.
      return { ...NONE, latencyFactor: 1 + 5 * severity * onsetShare, failing: 0.3 * severity * onsetShare };
    case 'bug':
      // A request that fails at once is soon done.
      return { ...NONE, latencyFactor: 1 - 0.3 * severity * onsetShare, failing: severity * onsetShare };
  }
}
