import type { Alert } from '../../../investigation/incident/alert.ts';

/**
 * The direction in the sentence of an alarm's reason, for events, which do not carry the operator. The end of an alarm
 * says "not greater than", of the same rule.
 */
export function reasonComparison(reason: string): Alert['comparison'] {
  const above = /greater than/.test(reason);
  const below = /less than/.test(reason);
  return above === below ? undefined : above ? 'above' : 'below';
}

/** The direction of an alarm's comparison; undefined for a band that may be left on either side. */
export function comparison(operator: string | undefined): Alert['comparison'] {
  if (operator === undefined || /Lower.*Upper/.test(operator)) return undefined;
  if (operator.startsWith('GreaterThan')) return 'above';
  return operator.startsWith('LessThan') ? 'below' : undefined;
}
