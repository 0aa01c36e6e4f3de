import type { Case, CaseDeploy } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';
import { goldenIncidents } from './golden-incidents.ts';
import { TROUBLE } from './shop-series.ts';

/** The golden incident of this id. */
export function golden(id: string): Case {
  const found = goldenIncidents().find((incident) => incident.id === id);
  if (found === undefined) throw new Error(`no golden incident ${id}`);
  return found;
}

/** The moment so many minutes before the trouble of the golden incidents began. */
export const minutesBefore = (minutes: number): number => TROUBLE - minutes * MINUTE_MS;

/** A deploy of `cart` that went live so many minutes before the trouble began. */
export function deploy(id: string, minutes: number, more: Partial<CaseDeploy> = {}): CaseDeploy {
  return {
    id,
    service: 'cart',
    environment: 'production',
    startedAt: minutesBefore(minutes + 2),
    liveAt: minutesBefore(minutes),
    outcome: 'success',
    kind: 'deploy',
    ...more,
  };
}

/** Errors of `cart` that jump, and these deploys. */
export function cartFails(deploys: readonly CaseDeploy[], more: Partial<Case> = {}): Case {
  const { commits: _none, logs: _quiet, ...rest } = golden('step');
  return { ...rest, deploys, ...more };
}
