import type { Effect, EffectKind } from '../../effects/contract.ts';
import { counted } from '../../investigation/report/format-number.ts';
import { turnedOff, WHOLE_INSTANCE } from '../../jobs/effects/switches.ts';
import { printable, utcMinute } from '../ask/printable.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

const MOST_LOOKED_AT = 200;
const MOST_SHOWN = 5;
const CALLED: Readonly<Record<EffectKind, string>> = {
  issue: 'an issue',
  'issue-comment': 'a comment on an issue',
  'pull-request-comment': 'a comment on a pull request',
  'revert-pull-request': 'a draft revert',
  reaction: 'a reaction',
};

/** What should stand on GitHub and does not: refused, in trouble, or kept back by the kill switch. */
export async function writeFindings({ storage, configuration }: Patient): Promise<readonly Finding[]> {
  if (storage === undefined) return [{ state: 'skipped', says: 'It is kept in the store, which is not open.' }];
  const seen = await storage.transaction(async (tx) => {
    const off = await turnedOff(tx, WHOLE_INSTANCE, 'writes');
    const named: { effect: Effect; repository: string }[] = [];
    for (const effect of await tx.effects.troubled(MOST_LOOKED_AT)) {
      const repository = await tx.repositories.get(effect.installationId, effect.repositoryId);
      named.push({ effect, repository: repository?.fullName ?? String(effect.repositoryId) });
    }
    return { off, named };
  });
  const found: Finding[] = [];
  if (configuration.readOnly) {
    const todo = 'Unset WHATCHANGED_READ_ONLY when that is over.';
    found.push({ state: 'warning', says: 'WHATCHANGED_READ_ONLY is set: nothing is written.', todo });
  }
  if (seen.off !== undefined) {
    const { by, why, at } = seen.off;
    const says = `${printable(by)} switched all writes off at ${utcMinute(at)}: ${printable(why)}`;
    found.push({ state: 'warning', says, todo: '`whatchanged switch writes on --why TEXT` turns them on again.' });
  }
  const byTrouble = Map.groupBy(seen.named, ({ effect, repository }) =>
    JSON.stringify([repository, effect.kind, effect.state === 'dead', effect.reason]),
  );
  for (const group of [...byTrouble.values()].slice(0, MOST_SHOWN)) found.push(...troubleOf(group));
  if (byTrouble.size > MOST_SHOWN) {
    found.push({ state: 'problem', says: `${byTrouble.size - MOST_SHOWN} more kinds of trouble are in the log.` });
  }
  return found.length > 0 ? found : [{ state: 'ok', says: 'Everything that was to be told is told.' }];
}

function troubleOf(group: readonly { readonly effect: Effect; readonly repository: string }[]): readonly Finding[] {
  const [first] = group;
  if (first === undefined) return [];
  const { kind, state, reason = '' } = first.effect;
  const times = group.length === 1 ? '' : ` (${counted(group.length, 'time', 'times')})`;
  return [
    state === 'dead'
      ? {
          state: 'problem',
          subject: first.repository,
          says: `${CALLED[kind]} could not be written${times}: ${printable(reason)}`,
          todo: 'Mend that on GitHub; what is written next on the same incident is tried anew.',
        }
      : {
          state: 'warning',
          subject: first.repository,
          says: `${CALLED[kind]} is not as it should be yet${times}: ${printable(reason)}`,
          todo: 'It is tried again by itself.',
        },
  ];
}
