import type { CaseSeries } from '../../src/investigation/case.ts';
import type { Service } from './call-graph.ts';
import type { Random } from './seeded-random.ts';
import { seriesId } from './series-id.ts';
import type { SetShape } from './set-shape.ts';
import { type Measured, SIGNALS } from './signal.ts';

/** How far instances of one service lie apart. */
const INSTANCE_SCATTER = 0.15;

/**
 * The series that a set exports, up to `until` (seconds since second `base`): only steps that are over by then. What is
 * measured by instance has one series for each, but for the latency that the alert watches.
 */
export function telemetry(
  random: Random,
  measured: ReadonlyMap<Service, readonly Measured[]>,
  shape: SetShape,
  { alerting, base, until }: { readonly alerting: Service; readonly base: number; readonly until: number },
): readonly CaseSeries[] {
  const { step, gaps = 0, instances = 0, noise } = shape;
  return [...measured].flatMap(([service, steps]) =>
    shape.exports.flatMap((signal) => {
      const { kind } = SIGNALS[signal];
      const byInstance = kind === 'saturation' || (kind === 'latency' && service !== alerting);
      const names = byInstance ? Array.from({ length: instances }, (_, index) => `${service.name}-${index}`) : [];
      return (names.length === 0 ? [undefined] : names).map((instance): CaseSeries => {
        const scatter = () => (instance === undefined ? 1 : Math.exp(INSTANCE_SCATTER * noise * random.normal()));
        return {
          id: seriesId(service, signal) + (instance === undefined ? '' : `/${instance}`),
          service: service.name,
          ...SIGNALS[signal],
          ...(instance === undefined ? {} : { instance }),
          stepSeconds: step,
          points: steps.flatMap((one, index) => {
            const value = one[signal];
            if (value === null || (index + 1) * step > until || random.chance(gaps)) return [];
            return [[base + index * step, Number((value * scatter()).toPrecision(5))] as const];
          }),
        };
      });
    }),
  );
}
