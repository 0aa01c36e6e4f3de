import { isProductionLike } from '../ledger/is-production-like.ts';
import type { ServiceEntry } from './service-map.ts';

const PRODUCTION_WORD = /^(?:prod|prd|production|live)$/;

/**
 * The part of production that an alert's labels tell (`region: eu` where the service is deployed to `production-eu` and
 * `production-us`), or its environment itself (`prod-us`); that environment where the service knows it, and where no
 * part or more than one fits.
 */
export function partOfProduction(
  environment: string,
  { environments = {} }: Pick<ServiceEntry, 'environments'>,
  labels: Readonly<Record<string, string>>,
): string {
  if (Object.hasOwn(environments, environment) || !isProductionLike(environment)) return environment;
  const values = [...Object.values(labels).map((value) => partsOf(value).join('-')), partOf(environment)];
  const told = Object.keys(environments)
    .filter(isProductionLike)
    .map((name) => ({ name, part: partOf(name) }))
    .filter(({ part }) => part !== '' && values.some((value) => value === part || value.startsWith(`${part}-`)));
  // `us-east` fits `us-east-1` better than `us` does.
  const longest = Math.max(...told.map(({ part }) => part.length));
  const [only, ...others] = told.filter(({ part }) => part.length === longest);
  return only === undefined || others.length > 0 ? environment : only.name;
}

function partOf(environment: string): string {
  return partsOf(environment)
    .filter((word) => !PRODUCTION_WORD.test(word))
    .join('-');
}

function partsOf(name: string): readonly string[] {
  return name.toLowerCase().split(/[^\p{L}\p{N}]+/u);
}
