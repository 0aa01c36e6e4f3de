/** One step of the simulated time, in seconds since the simulation's start. */
export interface Moment {
  readonly at: number;
  /** The share of the step that lies after the onset, 0 to 1. */
  readonly onsetShare: number;
  /** Seconds since the onset, 0 before it. */
  readonly sinceOnset: number;
}

/** The step of the given number. */
export function moment(index: number, step: number, onset: number): Moment {
  const at = index * step;
  return {
    at,
    onsetShare: Math.min(1, Math.max(0, (at + step - onset) / step)),
    sinceOnset: Math.max(0, at - onset),
  };
}
