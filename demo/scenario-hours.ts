import type { CommitStep, DeployStep } from './shop-history.ts';

const TOTAL_GUILTY = `import { Decimal } from '../../../libs/money/decimal.js';

/** The cart's total as a decimal, so that fractions of a cent are kept. */
export function cartTotal(items) {
  return items.reduce((sum, item) => sum.plus(Decimal.of(item.unitPrice).times(item.quantity)), Decimal.of(0));
}

/** What the page shows. */
export function renderTotal(items, currency) {
  const total = cartTotal(items).toString();
  return \`\${total.toFixed(2)} \${currency}\`;
}
`;

/** The two hours before the alert when a change is to blame: the guilty deploy, and a later one that is not. */
export const GUILTY_HOUR: readonly (CommitStep | DeployStep)[] = [
  { kind: 'deploy', minutesAgo: 110, service: 'catalog', tookSeconds: 85 },
  {
    kind: 'pull-request',
    minutesAgo: 48,
    author: 'noor',
    name: 'guilty',
    title: 'Switch cart totals to decimals',
    body: 'Fractions of a cent were lost when a cart had many lines. `cartTotal` gives a Decimal now, which `renderTotal` writes as text.',
    files: { 'services/checkout/src/total.js': TOTAL_GUILTY },
  },
  {
    kind: 'pull-request',
    minutesAgo: 40,
    author: 'lena',
    title: 'Cap the pause between payment attempts',
    files: {
      'services/payments/src/retry.js':
        'const PAUSE_MS = 200;\nconst LONGEST_PAUSE_MS = 1_000;\n\nexport async function withRetry(task, attempts = 3) {\n  for (let attempt = 1; ; attempt += 1) {\n    try {\n      return await task();\n    } catch (error) {\n      if (attempt >= attempts) throw error;\n      await new Promise((resolve) => setTimeout(resolve, Math.min(PAUSE_MS * attempt, LONGEST_PAUSE_MS)));\n    }\n  }\n}\n',
    },
  },
  { kind: 'deploy', minutesAgo: 12, service: 'checkout', tookSeconds: 80, name: 'guilty' },
  { kind: 'deploy', minutesAgo: 7, service: 'payments', tookSeconds: 60 },
];

/** The same hour when nothing that went live is to blame: the payment provider is down. */
export const QUIET_HOUR: readonly (CommitStep | DeployStep)[] = [
  {
    kind: 'pull-request',
    minutesAgo: 340,
    author: 'yuki',
    title: 'Name the provider in the error of a failed charge',
    files: {
      'services/payments/src/provider-error.js':
        'export class ProviderError extends Error {\n  constructor(provider, cause) {\n    super(`payment provider ${provider} did not answer`, { cause });\n  }\n}\n',
    },
  },
  { kind: 'deploy', minutesAgo: 300, service: 'catalog', tookSeconds: 85 },
  { kind: 'deploy', minutesAgo: 280, service: 'payments', tookSeconds: 60 },
  { kind: 'deploy', minutesAgo: 270, service: 'checkout', tookSeconds: 75 },
];
