import type { Billed } from '../case.ts';

/**
 * US dollars for one of what a vendor bills, by its list price in US East (N. Virginia), free tiers left out; other
 * regions differ. Other vendors that are read bill nothing for a question: X-Ray only for traces that are retrieved or
 * scanned, which its service graph and statistics do not (https://aws.amazon.com/xray/pricing/, read 2026-11).
 */
export const VENDOR_PRICES: Readonly<Record<Billed['what'], number>> = {
  // $0.01 for 1,000 metrics that GetMetricData is asked for (https://aws.amazon.com/cloudwatch/pricing/, read 2026-11).
  'cloudwatch-metrics': 0.01 / 1_000,
  // $0.005 for each GB that a query of Logs Insights scans (the same page).
  'logs-insights-bytes': 0.005 / 1e9,
};
