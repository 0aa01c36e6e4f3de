import type { RevertMode } from '../../config/instance-configuration.ts';
import type { RepositoryConfiguration } from '../../config/repository-configuration.ts';
import { code, type Sentence, sentence } from '../../investigation/sentence.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';
import { turnedOff, turnSwitch, turnsOf, writesAreOff } from '../effects/switches.ts';
import { configurationOf } from '../repositories/repository-configurations.ts';

/** Why no revert may be drafted in a repository at all, from everything that is switched; undefined where one may. */
export async function revertsAreOff(
  tx: Transaction,
  mode: RevertMode,
  installationId: number,
  repositoryId: number,
  isReadOnly: boolean,
): Promise<Sentence | undefined> {
  if (isReadOnly || (await writesAreOff(tx))) {
    return sentence`Writes to GitHub were switched off when this was asked for: ask again once they are on.`;
  }
  if (mode === 'off')
    return sentence`Draft reverts are switched off for this instance (${code('WHATCHANGED_REVERTS')}).`;
  if (isOffIn(await configurationOf(tx, installationId, repositoryId))) {
    return sentence`Draft reverts are switched off in this repository's ${code('.github/whatchanged.yml')}.`;
  }
  const off = await turnedOff(tx, installationId, 'reverts');
  if (off === undefined) return undefined;
  if (off.by !== ALARM) {
    return sentence`Drafts are switched off for this installation by ${code(off.by)}: ${code(off.why)}.`;
  }
  return sentence`A draft was merged by a program, or set to be, so drafts are off for this installation until its operator looked into it (${code('whatchanged switch')}).`;
}

function isOffIn({ level, reverts }: RepositoryConfiguration): boolean {
  return level === 'observe' || reverts === false;
}

/** Who is named as having turned the switch where that was this alarm and no person. */
const ALARM = 'whatchanged';

/**
 * Switches drafts off for an installation, with the reason, until its operator switches them on (`whatchanged switch
 * reverts on`). Gives whether this is news.
 */
export async function switchRevertsOff(
  tx: Transaction,
  installationId: number,
  why: string,
  now: EpochMs,
): Promise<boolean> {
  const turns = await turnsOf(tx, installationId, 'reverts');
  const sinceOn = turns.slice(turns.findLastIndex(({ to }) => to === 'on') + 1);
  if (sinceOn.some((turned) => turned.why === why)) return false;
  await turnSwitch(tx, installationId, 'reverts', { to: 'off', by: ALARM, why, at: now });
  return true;
}
