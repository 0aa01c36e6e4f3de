import type { Billed, CaseReading } from '../../investigation/case.ts';

/** Counts what one investigation asks of telemetry, and what the vendors bill for it. */
export interface TelemetryMeter {
  /** Counts one more question to a connection, and gives what is to be called with what the vendor bills for it. */
  asked(connection: string): (billed: Billed) => void;
  /** By connection, in the order in which they were asked first. */
  counts(): CaseReading['connections'];
}

export function telemetryMeter(): TelemetryMeter {
  const counted = new Map<string, { questions: number; billed: Map<Billed['what'], number> }>();
  return {
    asked(connection) {
      const count = counted.get(connection) ?? { questions: 0, billed: new Map() };
      counted.set(connection, count);
      count.questions += 1;
      return ({ what, amount }) => void count.billed.set(what, (count.billed.get(what) ?? 0) + amount);
    },
    counts: () =>
      [...counted].map(([connection, { questions, billed }]) => ({
        connection,
        questions,
        ...(billed.size === 0 ? {} : { billed: [...billed].map(([what, amount]) => ({ what, amount })) }),
      })),
  };
}
