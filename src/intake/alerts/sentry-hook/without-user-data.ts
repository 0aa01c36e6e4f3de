import { jsonOf } from '../../../platform/json-of.ts';

/** Where Sentry puts what it knows of a visitor: name, address, cookies, form fields, what was clicked, local variables. */
const PERSONAL = new Set([
  'user',
  'request',
  'breadcrumbs',
  'extra',
  'contexts',
  'vars',
  'actor',
  'assignedTo',
  'ip_address',
  'email',
  'username',
  'geo',
  'server_name',
  '_meta',
]);
const DEEPEST = 40;

/** The body without what it tells of people; a body that is no JSON is kept as it is, since nothing in it can be found. */
export function withoutUserData(body: Uint8Array): Uint8Array {
  const parsed = jsonOf(body);
  if (typeof parsed !== 'object' || parsed === null) return body;
  return Buffer.from(JSON.stringify(pruned(parsed, 0)));
}

function pruned(node: unknown, depth: number): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (depth > DEEPEST) return null;
  if (isPersonalTag(node)) return [];
  if (Array.isArray(node)) return node.filter((item) => !isPersonalTag(item)).map((item) => pruned(item, depth + 1));
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name]) => !PERSONAL.has(name))
      .map(([name, value]) => [name, pruned(value, depth + 1)]),
  );
}

/** Tags are pairs: `["user.email", "…"]`, or in some events `{ key, value }`. */
function isPersonalTag(node: unknown): boolean {
  const name = Array.isArray(node) && node.length === 2 ? node[0] : (node as { key?: unknown } | null)?.key;
  return typeof name === 'string' && isPersonalName(name);
}

/** Whether a tag of this name is about a visitor. */
export function isPersonalName(name: string): boolean {
  return /^(user|ip|email|username|geo|client_ip|server_name)($|[._])/i.test(name);
}
