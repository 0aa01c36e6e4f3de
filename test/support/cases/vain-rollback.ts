import type { Case } from '../../../src/investigation/case.ts';
import { calm, DECIMAL, deploy, errorAlert, errors, failing, quietLogs, shop } from './golden-shop.ts';

/** A database that became read-only by itself: the suspect was rolled back and nothing got better, and a service that nobody deployed fails too. */
export function vainRollback(): Case {
  const readOnly = 'cannot write: the database is read-only';
  return shop('vain-rollback', {
    alert: errorAlert('cart'),
    deploys: [deploy('d2', 'cart', 5, [DECIMAL]), deploy('d3', 'cart', -4, [], { kind: 'rollback' })],
    commits: [DECIMAL],
    series: [...calm(['payments']), ...failing('cart', 3, 120), ...failing('search', 2, 60)],
    logs: [...quietLogs(), ...errors('cart', readOnly, 90), ...errors('search', readOnly, 40)],
  });
}
