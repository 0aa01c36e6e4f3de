import type { Transaction } from '../../storage/contract.ts';

/** Whether whoever put the stop label on an issue had write access when it was put on. */
export type StopLabelJudgement = 'may-stop' | 'may-not-stop';

/** What was found of whoever put the stop label on an issue; undefined where nobody did, or GitHub was not asked yet. */
export async function stopLabelJudgement(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
  issueNumber: number,
): Promise<StopLabelJudgement | undefined> {
  const stored = await tx.cursors.get(installationId, cursorName(repositoryId, issueNumber));
  return stored as StopLabelJudgement | undefined;
}

/** Keeps what was found, in place of what was found of whoever put the label on before; see `stopLabelJudgement`. */
export function keepStopLabelJudgement(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
  issueNumber: number,
  judgement: StopLabelJudgement,
): Promise<void> {
  return tx.cursors.set(installationId, cursorName(repositoryId, issueNumber), judgement);
}

function cursorName(repositoryId: number, issueNumber: number): string {
  return `stop-label:${repositoryId}:${issueNumber}`;
}
