import type { Signal } from './signal.ts';

/** How the incidents of one set look. Times in seconds. */
export interface SetShape {
  readonly name: string;
  /** What the set is for. */
  readonly why: string;
  readonly step: number;
  /** Usual time before the onset. */
  readonly history: number;
  /** The fewest and the most services. */
  readonly services: readonly [number, number];
  readonly exports: readonly Signal[];
  /** Whether the case holds who calls whom. */
  readonly topology: boolean;
  /** Factor of all noise. */
  readonly noise: number;
  /** Requests per second at the entrance, the least and the most; default 3 to 200. */
  readonly requestsPerSecond?: readonly [number, number];
  /** The fault shows up to this long after the guilty deploy began, not while it rolls out. */
  readonly lateOnset?: number;
  /** Instances of each service, for what is measured by instance. */
  readonly instances?: number;
  /** Share of points that are missing. */
  readonly gaps?: number;
  /** Any service that the trouble reaches may alert, not only the entrance. */
  readonly innerAlert?: boolean;
  /** The alert names neither its series nor its threshold. */
  readonly unnamedSeries?: boolean;
  /** A job of every quarter of an hour and an earlier trouble, which are no incident. */
  readonly background?: boolean;
}
