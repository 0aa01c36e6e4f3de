import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';

/** `reverts`: draft reverts, of one installation. `writes`: everything that this instance writes to GitHub. */
export type SwitchName = 'reverts' | 'writes';

/** One turn of a switch: by whom and why. All of them are kept. */
export interface Turned {
  readonly to: 'on' | 'off';
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
}

/** The installation under which `writes` are kept: no installation has this id, because they are the whole instance's. */
export const WHOLE_INSTANCE = 0;

/** How a switch was turned, oldest first; one that was never turned is on. */
export async function turnsOf(tx: Transaction, installationId: number, name: SwitchName): Promise<readonly Turned[]> {
  const kept = await tx.cursors.get(installationId, cursorOf(name));
  return kept === undefined ? [] : JSON.parse(kept);
}

/** Turns a switch and keeps who did it and why, also where it stood that way already. */
export function turnSwitch(tx: Transaction, installationId: number, name: SwitchName, turned: Turned): Promise<void> {
  return tx.cursors.append(installationId, cursorOf(name), turned);
}

/** What turned a switch off last; undefined where it is on. */
export async function turnedOff(
  tx: Transaction,
  installationId: number,
  name: SwitchName,
): Promise<Turned | undefined> {
  const last = (await turnsOf(tx, installationId, name)).at(-1);
  return last?.to === 'off' ? last : undefined;
}

/** Whether an operator switched off everything that this instance writes to GitHub. */
export async function writesAreOff(tx: Transaction): Promise<boolean> {
  return (await turnedOff(tx, WHOLE_INSTANCE, 'writes')) !== undefined;
}

function cursorOf(name: SwitchName): string {
  return `switch:${name}`;
}
