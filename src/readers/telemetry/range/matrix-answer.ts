import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import type { PartAnswer } from './read-range.ts';

const Matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(
    z.object({
      metric: z.record(z.string(), z.string()),
      values: z.array(z.tuple([z.number(), z.string()])).optional(),
      histograms: z.array(z.unknown()).optional(),
    }),
  ),
});

/** The series of a matrix, as Prometheus and what took over its format write it. Throws `upstream-nonsense`. */
export function matrixAnswer(data: unknown, from: string): PartAnswer {
  const parsed = Matrix.safeParse(data);
  if (!parsed.success) {
    throw new OperationalError('upstream-nonsense', `${from} answered a range with something that is not a matrix`);
  }
  const { result } = parsed.data;
  const series = result.map(({ metric, values = [] }) => ({
    labels: metric,
    points: values.map(([at, text]): [number, number] => [at, text.trim() === '' ? Number.NaN : Number(text)]),
  }));
  const left = 'a native histogram was left out: ask for a quantile of it';
  return { series, notes: result.some(({ histograms }) => histograms !== undefined) ? [left] : [] };
}
