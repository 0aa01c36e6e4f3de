import type { CaseDeploy } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { leadOf } from '../../verdict/lead.ts';
import type { Band, Verdict } from '../../verdict/verdict.ts';
import { clock } from '../format-time.ts';
import { type Block, code, type Line, own, say } from '../markdown/tree.ts';
import { nameLead } from '../name-lead.ts';
import type { ReportInput } from '../report-input.ts';

const MOST_FACTS = 15;
const MOST_OPINIONS = 10;
const BAND_NAMES: Readonly<Record<Band, string>> = {
  strong: 'strong',
  plausible: 'plausible',
  weak: 'weak',
  none: 'no deploy explains it',
};

interface Entry {
  readonly at: EpochMs;
  readonly says: Line;
}

/** What happened when, our own changes of mind included, oldest first. */
export function timeline(input: ReportInput): readonly Block[] {
  const [all, opinions] = [facts(input).sort(byTime), opinionsOf(input)];
  const entries = [...all.slice(-MOST_FACTS), ...opinions.slice(-MOST_OPINIONS)].sort(byTime);
  const shown = entries.map((entry) => ({
    content: say`${clock(entry.at, input.theCase.askedAt)} ${entry.says}`,
  }));
  const cut = all.length + opinions.length > entries.length;
  const summary = cut ? say`Timeline (UTC, the last ${shown.length})` : say`Timeline (UTC)`;
  return [{ kind: 'details', summary, blocks: [{ kind: 'list', items: shown }] }];
}

function facts(input: ReportInput): Entry[] {
  const { incident, theCase, verdict } = input;
  const since = verdict.onset.at - 3_600_000;
  const deploys = theCase.deploys.map(rolledOut).filter(({ at }) => at >= since);
  const changes = (theCase.changes ?? []).filter((change) => change.at >= since);
  const alerts = (input.alerts ?? []).flatMap((alert): Entry[] => [
    { at: alert.startsAt, says: say`alert ${code(alert.title)} from ${code(alert.source)}` },
    ...(alert.endsAt === undefined ? [] : [{ at: alert.endsAt, says: say`alert ${code(alert.title)} resolved` }]),
  ]);
  return [
    ...deploys,
    ...changes.map((change) => ({
      at: change.at,
      says: say`changed outside a deploy: ${code(change.title ?? change.id ?? '')}`,
    })),
    {
      at: verdict.onset.at,
      says: say`the problem began (between ${clock(verdict.onset.from, theCase.askedAt)} and ${clock(verdict.onset.to, theCase.askedAt)})`,
    },
    ...alerts,
    { at: incident.openedAt, says: say`incident opened` },
    ...(incident.resolvedAt === undefined ? [] : [{ at: incident.resolvedAt, says: say`incident resolved` }]),
  ];
}

/** A rollout that was never live, or is not yet, stands where it began: it can hurt all the same. */
function rolledOut({ service, sha, liveAt, startedAt, outcome }: CaseDeploy): Entry {
  const which = sha === undefined ? [] : say` at ${code(sha.slice(0, 7))}`;
  if (liveAt !== undefined) return { at: liveAt, says: say`${code(service)} went live${which}` };
  const how = outcome === 'failure' ? own('failed, never live') : own('still rolling out');
  return { at: startedAt, says: say`${code(service)} began to roll out${which}: ${how}` };
}

function byTime(one: Entry, other: Entry): number {
  return one.at - other.at;
}

/** The first opinion and every change of it. */
function opinionsOf(input: ReportInput): readonly Entry[] {
  const rounds = [...(input.earlier ?? []), { at: input.theCase.askedAt, verdict: input.verdict }];
  const said = rounds.map((round) => ({ at: round.at, opinion: opinion(round.verdict, input) }));
  return said.flatMap(({ at, opinion }, index) => {
    const before = said[index - 1]?.opinion;
    if (before?.key === opinion.key) return [];
    return [
      { at, says: before === undefined ? say`first verdict: ${opinion.says}` : say`verdict changed: ${opinion.says}` },
    ];
  });
}

function opinion(
  verdict: Pick<Verdict, 'band' | 'suspects'>,
  input: ReportInput,
): { readonly key: string; readonly says: Line } {
  const lead = verdict.band === 'none' ? undefined : leadOf(verdict.suspects);
  const band = own(BAND_NAMES[verdict.band]);
  if (lead === undefined) return { key: verdict.band, says: say`${band}` };
  return {
    key: `${verdict.band} ${lead.deploy} ${lead.commit}`,
    says: say`${band}, ${nameLead(lead, input).name}`,
  };
}
