/** The straight line through values over time, by least squares. */
export interface Line {
  /** Its value at a time. */
  at(time: number): number;
  readonly slope: number;
  /** Pearson's correlation of the values with time; 0 where either does not vary. */
  readonly correlation: number;
  /** Standard deviation of the values about the line. */
  readonly scatter: number;
}

/** Fits the line; through fewer than two values it is flat. */
export function lineThrough(times: Float64Array, values: Float64Array): Line {
  const n = Math.max(1, values.length);
  const middle = times.reduce((sum, time) => sum + time / n, 0);
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  let together = 0;
  let spread = 0;
  let time = 0;
  values.forEach((value, i) => {
    const late = (times[i] as number) - middle;
    together += (value - mean) * late;
    spread += (value - mean) ** 2;
    time += late ** 2;
  });
  const slope = time === 0 ? 0 : together / time;
  const correlation = spread === 0 || time === 0 ? 0 : together / Math.sqrt(spread * time);
  return {
    at: (moment) => mean + slope * (moment - middle),
    slope,
    correlation,
    scatter: Math.sqrt((spread * Math.max(0, 1 - correlation ** 2)) / n),
  };
}
