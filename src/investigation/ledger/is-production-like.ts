import { readEnvironmentName } from './environment-name.ts';

const BEFORE_PRODUCTION = /^(?:pre|non|not|no|stag\w*|stg|tests?|testing|dev\w*|qa|uat|preview|sandbox|review|demo)$/;

/** Whether a person means production by it, perhaps a part: `prod`, `production-eu` and `eu_prod`, but not `pre-prod`. */
export function isProductionLike(environment: string): boolean {
  const parts = readEnvironmentName(environment).environment.split(/[^\p{L}\p{N}]+/u);
  return (
    parts.some((part) => readEnvironmentName(part).environment === 'production') &&
    !parts.some((part) => BEFORE_PRODUCTION.test(part))
  );
}
