/** The little history that the demo plays: a shop of three services in one repository, written for this purpose. */

export interface Step {
  /** Minutes before the alert. */
  readonly minutesAgo: number;
}

export interface CommitStep extends Step {
  readonly kind: 'push' | 'pull-request';
  readonly author: string;
  readonly title: string;
  readonly body?: string;
  readonly method?: 'squash' | 'merge' | 'rebase';
  readonly files: Readonly<Record<string, string | null>>;
  /** Names the step so that a scenario can point at it. */
  readonly name?: string;
}

export interface DeployStep extends Step {
  readonly kind: 'deploy';
  readonly service: 'checkout' | 'catalog' | 'payments';
  readonly environment?: string;
  readonly outcome?: 'success' | 'failure';
  /** How long the rollout takes, in seconds. */
  readonly tookSeconds: number;
  readonly name?: string;
}

const server = (service: string, imports: string, handler: string): string =>
  `import { createServer } from 'node:http';\n${imports}\nconst port = Number(process.env.PORT ?? 8080);\n\ncreateServer((request, response) => {\n${handler}\n}).listen(port, () => console.log('${service} listens on', port));\n`;

const TOTAL_V1 = `/** The cart's total in minor units (cents). */
export function cartTotal(items) {
  return items.reduce((sum, item) => sum + item.unitPrice * item.quantity, 0);
}

/** What the page shows. */
export function renderTotal(items, currency) {
  const total = cartTotal(items) / 100;
  return \`\${total.toFixed(2)} \${currency}\`;
}
`;

const CONFIGURATION = `# Read by whatchanged from the default branch.
level: report
services:
  checkout:
    paths: [services/checkout/**, libs/money/**]
    dependsOn: [payments, catalog]
  catalog:
    paths: [services/catalog/**]
  payments:
    paths: [services/payments/**]
`;

/** Everything that happened before the scenario's own end, oldest first. */
export const SHOP_DAY: readonly (CommitStep | DeployStep)[] = [
  {
    kind: 'push',
    minutesAgo: 2880,
    author: 'ines',
    title: 'Start the shop with an empty README',
    files: { 'README.md': '# Shop\n\nThree services: checkout, catalog, payments.\n' },
  },
  {
    kind: 'push',
    minutesAgo: 2860,
    author: 'ines',
    title: 'Add the checkout service',
    files: {
      'services/checkout/src/server.js': server(
        'checkout',
        "import { renderTotal } from './total.js';\n",
        "  response.end(renderTotal(JSON.parse(request.headers['x-cart'] ?? '[]'), 'EUR'));",
      ),
      'services/checkout/src/total.js': TOTAL_V1,
      'services/checkout/package.json': '{ "name": "checkout", "type": "module" }\n',
    },
  },
  {
    kind: 'push',
    minutesAgo: 2840,
    author: 'omar',
    title: 'Add the catalog service',
    files: {
      'services/catalog/src/server.js': server(
        'catalog',
        "import { search } from './search.js';\n",
        "  response.end(JSON.stringify(search(request.url ?? '/')));",
      ),
      'services/catalog/src/search.js':
        "const PRODUCTS = [{ id: 1, name: 'lamp' }, { id: 2, name: 'chair' }];\n\nexport function search(url) {\n  const term = new URL(url, 'http://catalog').searchParams.get('q') ?? '';\n  return PRODUCTS.filter((product) => product.name.includes(term));\n}\n",
      'services/catalog/package.json': '{ "name": "catalog", "type": "module" }\n',
    },
  },
  {
    kind: 'push',
    minutesAgo: 2820,
    author: 'yuki',
    title: 'Add the payments service',
    files: {
      'services/payments/src/server.js': server(
        'payments',
        "import { charge } from './charge.js';\n",
        '  charge(1000).then((receipt) => response.end(receipt));',
      ),
      'services/payments/src/charge.js':
        "import { withRetry } from './retry.js';\n\nexport async function charge(amount) {\n  return withRetry(async () => `charged ${amount}`);\n}\n",
      'services/payments/src/retry.js':
        'export async function withRetry(task, attempts = 3) {\n  for (let attempt = 1; ; attempt += 1) {\n    try {\n      return await task();\n    } catch (error) {\n      if (attempt >= attempts) throw error;\n    }\n  }\n}\n',
    },
  },
  {
    kind: 'push',
    minutesAgo: 2800,
    author: 'ines',
    title: 'Tell whatchanged which paths belong to which service',
    files: { '.github/whatchanged.yml': CONFIGURATION },
  },
  {
    kind: 'pull-request',
    minutesAgo: 2700,
    author: 'omar',
    title: 'Search without regard to case',
    files: {
      'services/catalog/src/search.js':
        "const PRODUCTS = [{ id: 1, name: 'lamp' }, { id: 2, name: 'chair' }];\n\nexport function search(url) {\n  const term = (new URL(url, 'http://catalog').searchParams.get('q') ?? '').toLowerCase();\n  return PRODUCTS.filter((product) => product.name.toLowerCase().includes(term));\n}\n",
    },
  },
  { kind: 'deploy', minutesAgo: 2640, service: 'catalog', tookSeconds: 70 },
  { kind: 'deploy', minutesAgo: 2630, service: 'checkout', tookSeconds: 95 },
  { kind: 'deploy', minutesAgo: 2620, service: 'payments', tookSeconds: 60 },
  {
    kind: 'pull-request',
    minutesAgo: 1500,
    author: 'lena',
    title: 'Wait between payment attempts',
    body: 'The bank asks for at least 200 ms between two attempts.',
    files: {
      'services/payments/src/retry.js':
        'const PAUSE_MS = 200;\n\nexport async function withRetry(task, attempts = 3) {\n  for (let attempt = 1; ; attempt += 1) {\n    try {\n      return await task();\n    } catch (error) {\n      if (attempt >= attempts) throw error;\n      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));\n    }\n  }\n}\n',
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 1440,
    author: 'yuki',
    title: 'Describe how to run the services locally',
    files: {
      'README.md':
        '# Shop\n\nThree services: checkout, catalog, payments.\n\nRun one: `PORT=8080 node services/checkout/src/server.js`.\n',
    },
  },
  { kind: 'deploy', minutesAgo: 1400, service: 'payments', tookSeconds: 75 },
  {
    kind: 'pull-request',
    minutesAgo: 1300,
    author: 'ines',
    title: 'Answer health checks in checkout',
    files: {
      'services/checkout/src/health.js': 'export const health = () => ({ ok: true });\n',
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 1280,
    author: 'omar',
    title: 'Answer health checks in catalog',
    files: { 'services/catalog/src/health.js': 'export const health = () => ({ ok: true });\n' },
  },
  {
    kind: 'pull-request',
    minutesAgo: 1260,
    author: 'yuki',
    title: 'Answer health checks in payments',
    files: { 'services/payments/src/health.js': 'export const health = () => ({ ok: true });\n' },
  },
  {
    kind: 'pull-request',
    minutesAgo: 900,
    author: 'lena',
    title: 'Keep the deploy workflow in the repository',
    method: 'rebase',
    files: {
      '.github/workflows/deploy.yml':
        'name: deploy\non:\n  workflow_dispatch:\n    inputs:\n      service: { required: true }\n      sha: { required: true }\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo deploying\n',
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 860,
    author: 'noor',
    title: 'Ignore local settings',
    files: { '.gitignore': 'node_modules/\n.env\n' },
  },
  {
    kind: 'pull-request',
    minutesAgo: 780,
    author: 'omar',
    title: 'Show prices with the currency of the visitor',
    files: {
      'services/catalog/src/price-format.js':
        "export function formatPrice(cents, currency) {\n  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(cents / 100);\n}\n",
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 760,
    author: 'ines',
    title: 'Round tax per line, as the invoice does',
    method: 'merge',
    files: {
      'services/checkout/src/tax.js':
        'export function taxOf(item, rate) {\n  return Math.round(item.unitPrice * item.quantity * rate);\n}\n',
    },
  },
  { kind: 'deploy', minutesAgo: 700, service: 'catalog', tookSeconds: 80 },
  { kind: 'deploy', minutesAgo: 690, service: 'checkout', tookSeconds: 90 },
  {
    kind: 'pull-request',
    minutesAgo: 420,
    author: 'lena',
    title: 'Log the id of each charge',
    files: {
      'services/payments/src/charge.js':
        "import { withRetry } from './retry.js';\n\nexport async function charge(amount) {\n  const id = crypto.randomUUID();\n  console.log('charge', id, amount);\n  return withRetry(async () => `charged ${amount}`);\n}\n",
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 400,
    author: 'noor',
    title: 'Add a decimal type for money',
    body: 'Not used anywhere yet.',
    files: {
      'libs/money/decimal.js':
        'export class Decimal {\n  #scaled;\n\n  constructor(scaled) {\n    this.#scaled = scaled;\n  }\n\n  static of(value) {\n    return new Decimal(Math.round(Number(value) * 1e4));\n  }\n\n  plus(other) {\n    return new Decimal(this.#scaled + other.#scaled);\n  }\n\n  times(factor) {\n    return new Decimal(Math.round(this.#scaled * factor));\n  }\n\n  toString() {\n    return (this.#scaled / 1e6).toString();\n  }\n}\n',
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 360,
    author: 'noor',
    title: 'Test the decimal type',
    files: {
      'libs/money/decimal.test.js':
        "import { Decimal } from './decimal.js';\n\nconsole.assert(Decimal.of(1).plus(Decimal.of(2)).toString() === '0.03');\n",
    },
  },
  { kind: 'deploy', minutesAgo: 330, service: 'payments', tookSeconds: 65 },
  { kind: 'deploy', minutesAgo: 320, service: 'payments', environment: 'staging', tookSeconds: 40 },
  { kind: 'deploy', minutesAgo: 310, service: 'checkout', tookSeconds: 85, name: 'last-good' },
  {
    kind: 'pull-request',
    minutesAgo: 190,
    author: 'omar',
    title: 'Cache search results for a minute',
    files: {
      'services/catalog/src/cache.js':
        'const entries = new Map();\n\nexport function cached(key, make, now) {\n  const found = entries.get(key);\n  if (found !== undefined && now - found.at < 60_000) return found.value;\n  const value = make();\n  entries.set(key, { at: now, value });\n  return value;\n}\n',
    },
  },
  {
    kind: 'pull-request',
    minutesAgo: 150,
    author: 'ines',
    title: 'Say which fields a cart item has',
    files: { 'services/checkout/README.md': '# Checkout\n\nA cart item has `unitPrice` in cents and a `quantity`.\n' },
  },
];
