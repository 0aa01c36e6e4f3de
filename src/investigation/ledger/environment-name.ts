/** An environment as the ledger keys it, with the service that its name told, where it told one. */
export interface EnvironmentName {
  readonly environment: string;
  readonly service?: string;
}

const ALIASES: Readonly<Record<string, string>> = {
  prod: 'production',
  prd: 'production',
  production: 'production',
  live: 'production',
  stage: 'staging',
  stg: 'staging',
  staging: 'staging',
  dev: 'development',
  develop: 'development',
  development: 'development',
  test: 'test',
  testing: 'test',
  qa: 'qa',
  uat: 'uat',
  preview: 'preview',
  sandbox: 'sandbox',
};

/** Longer names are cut, here as in alerts, so that both meet in one key. */
const LONGEST = 100;
const SEPARATOR = /\s+[–—-]\s+|\s*[/:]\s*/;
const SERVICE = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]*[\p{L}\p{N}])?$/u;

/**
 * Reads an environment's name: `prod`, `Production` and `PRODUCTION` are one. Where the name joins a well-known
 * environment and something else (`Production – web` of Vercel, `web / production` of Railway, `prod/web`), the rest is
 * the service. A hyphen without spaces joins nothing: `production-eu` is an environment of its own.
 */
export function readEnvironmentName(name: string): EnvironmentName {
  const trimmed = name.trim().slice(0, LONGEST);
  const parts = trimmed.split(SEPARATOR);
  const [left, right] = parts;
  if (parts.length === 2 && left !== undefined && right !== undefined) {
    const [asLeft, asRight] = [wellKnown(left), wellKnown(right)];
    if (asLeft !== undefined && asRight === undefined && SERVICE.test(right)) {
      return { environment: asLeft, service: right };
    }
    if (asRight !== undefined && asLeft === undefined && SERVICE.test(left)) {
      return { environment: asRight, service: left };
    }
  }
  return { environment: wellKnown(trimmed) ?? trimmed.toLowerCase() };
}

function wellKnown(name: string): string | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined;
}
