import type { RevertMode } from '../config/instance-configuration.ts';
import type { RepositoryConfiguration } from '../config/repository-configuration.ts';
import { code, type Sentence, sentence } from '../investigation/sentence.ts';
import type { Transaction } from '../storage/contract.ts';
import { configurationInForce, configurationOutcome } from './repository-configurations.ts';

const ALARM = 'reverts-off';

/** Why no revert may be drafted in a repository at all, from everything that is switched; undefined where one may. */
export async function revertsAreOff(
  tx: Transaction,
  mode: RevertMode,
  installationId: number,
  repositoryId: number,
): Promise<Sentence | undefined> {
  if (mode === 'off')
    return sentence`Draft reverts are switched off for this instance (${code('WHATCHANGED_REVERTS')}).`;
  const configuration = configurationInForce(await configurationOutcome(tx, installationId, repositoryId));
  if (isOffIn(configuration)) {
    return sentence`Draft reverts are switched off in this repository's ${code('.github/whatchanged.yml')}.`;
  }
  if ((await tx.cursors.get(installationId, ALARM)) === undefined) return undefined;
  return sentence`A draft was merged by a program, so drafts are off for this installation until its operator looked into it.`;
}

function isOffIn({ level, reverts }: RepositoryConfiguration): boolean {
  return level === 'observe' || reverts === false;
}

/** Switches drafts off for an installation, with the reason, until somebody removes it. Gives whether this is news. */
export async function switchRevertsOff(tx: Transaction, installationId: number, why: string): Promise<boolean> {
  if ((await tx.cursors.get(installationId, ALARM)) === why) return false;
  await tx.cursors.set(installationId, ALARM, why);
  return true;
}

/** What is known of whoever put the stop label on an issue; undefined where nobody did, or it was not asked yet. */
export type StopLabelJudgement = 'may-stop' | 'may-not-stop';

export async function stopLabelJudgement(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
  issueNumber: number,
): Promise<StopLabelJudgement | undefined> {
  const stored = await tx.cursors.get(installationId, stopCursor(repositoryId, issueNumber));
  return stored as StopLabelJudgement | undefined;
}

export function judgeStopLabel(
  tx: Transaction,
  installationId: number,
  repositoryId: number,
  issueNumber: number,
  judgement: StopLabelJudgement,
): Promise<void> {
  return tx.cursors.set(installationId, stopCursor(repositoryId, issueNumber), judgement);
}

function stopCursor(repositoryId: number, issueNumber: number): string {
  return `stop-label:${repositoryId}:${issueNumber}`;
}
