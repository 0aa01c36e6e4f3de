import {
  type Cost,
  type LetOut,
  stillCounting,
  type Wait,
  type WriteLimits,
  waitForRoom,
} from '../../effects/write-budget.ts';
import { type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import type { ClaimedEffect, Transaction } from '../../storage/contract.ts';

/**
 * The cursor with an installation's attempts of the last hour: one row, so that locking it locks the installation's
 * budget.
 */
const CURSOR = 'writes';
/** An attempt that is at work for longer is taken for dead: it sends nothing any more. */
const AT_WORK_MS = 2 * MINUTE_MS;

/**
 * Lets an attempt at a claimed effect go out where its installation's limits have room, and counts it; else gives how
 * long it must wait. Other workers of the installation wait for this transaction to end, so that no two take the same
 * room.
 */
export async function spendBudget(
  tx: Transaction,
  { installationId, id, fence }: ClaimedEffect,
  cost: Cost,
  limits: WriteLimits,
  now: EpochMs,
): Promise<Wait | undefined> {
  if (cost.calls === 0) return undefined;
  const letOut = await lockLetOut(tx, installationId, now);
  const wait = waitForRoom(letOut, cost, limits, now);
  if (wait === undefined)
    await keep(tx, installationId, [...letOut, { ...cost, effectId: id, fence, at: now + AT_WORK_MS }]);
  return wait;
}

/** Notes that an attempt is over: from now on it counts as of this moment, or not at all where nothing was sent. */
export async function settleBudget(
  tx: Transaction,
  { installationId, id, fence }: ClaimedEffect,
  wasSent: boolean,
  now: EpochMs,
): Promise<void> {
  const letOut = await lockLetOut(tx, installationId, now);
  const isIt = (one: LetOut) => one.effectId === id && one.fence === fence;
  const kept = letOut.filter((one) => wasSent || !isIt(one));
  await keep(
    tx,
    installationId,
    kept.map((one) => (isIt(one) ? { ...one, at: now } : one)),
  );
}

async function lockLetOut(tx: Transaction, installationId: number, now: EpochMs): Promise<readonly LetOut[]> {
  return stillCounting(JSON.parse(await tx.cursors.lock(installationId, CURSOR, '[]')), now);
}

function keep(tx: Transaction, installationId: number, letOut: readonly LetOut[]): Promise<void> {
  return tx.cursors.set(installationId, CURSOR, JSON.stringify(letOut));
}
