import type { InstanceConfiguration } from '../config/instance-configuration.ts';
import { type ChartOf, chartAddresses } from './chart-addresses.ts';

/** Where pictures of charts are, if whoever shows them can reach this instance and pictures are wanted. */
export function chartUrls({
  server: { publicUrl },
  github,
  chartImages,
}: Pick<InstanceConfiguration, 'server' | 'github' | 'chartImages'>): {
  readonly chartUrlOf?: (chart: ChartOf) => string;
} {
  if (publicUrl === undefined || !chartImages) return {};
  const addresses = chartAddresses(github.webhookSecrets);
  return { chartUrlOf: (chart) => `${publicUrl}${addresses.pathOf(chart)}` };
}
