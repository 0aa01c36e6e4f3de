import { expect, test } from '@jest/globals';
import { createMetrics } from './metrics.ts';

test('two programs in one process count apart', async () => {
  const [one, two] = [createMetrics(), createMetrics()];
  one.deliveries.inc({ route: 'github', outcome: 'accepted' });
  expect(await one.registry.metrics()).toContain('whatchanged_deliveries_total{route="github",outcome="accepted"} 1');
  expect(await two.registry.metrics()).not.toContain('outcome="accepted"');
});

test('the process itself is measured on request only', async () => {
  expect(await createMetrics().registry.metrics()).not.toContain('process_cpu');
});
