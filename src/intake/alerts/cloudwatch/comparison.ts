import type { Alert } from '../../../investigation/incident/alert.ts';

/** The direction of an alarm's comparison; undefined for a band that may be left on either side. */
export function comparison(operator: string | undefined): Alert['comparison'] {
  if (operator === undefined || /Lower.*Upper/.test(operator)) return undefined;
  if (operator.startsWith('GreaterThan')) return 'above';
  return operator.startsWith('LessThan') ? 'below' : undefined;
}
