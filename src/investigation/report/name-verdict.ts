import { leadsOf } from '../verdict/lead.ts';
import { type NamedChange, type NamedLead, nameLead } from './name-lead.ts';
import { type NamedSuspect, nameSuspect } from './name-suspect.ts';
import type { ReportInput } from './report-input.ts';

const MOST = 3;

/** A verdict's suspects as a report tells them. */
export interface NamedVerdict {
  /** The first three, one for each deploy, most probable first. */
  readonly leads: readonly NamedLead[];
  /** What stands in a row of its own under the first lead: what else is in its deploy, and the other leads. */
  readonly others: readonly NamedChange[];
  /** The suspects that no row is about. */
  readonly rest: readonly NamedSuspect[];
}

/** Names what a report is about. */
export function nameVerdict(input: ReportInput): NamedVerdict {
  const { suspects } = input.verdict;
  const leads = leadsOf(suspects)
    .slice(0, MOST)
    .map((lead) => nameLead(lead, input));
  const [lead, ...behind] = leads;
  if (lead === undefined) return { leads, others: [], rest: [] };
  const others = lead.changes.length > 0 ? underDeploy(lead, behind) : underChange(lead, behind, input);
  const told = new Set([lead, ...others].flatMap(({ tells }) => tells));
  const rest = suspects.filter((suspect) => !told.has(suspect));
  return { leads, others, rest: rest.map((suspect) => nameSuspect(suspect, input)) };
}

/** The deploy's changes first, since the question is which of them it was; at least one other lead. */
function underDeploy({ changes }: NamedLead, behind: readonly NamedLead[]): readonly NamedChange[] {
  const first = changes.slice(0, MOST);
  return [...first, ...behind.slice(0, Math.max(1, MOST - first.length))];
}

/** What comes next, whether it is in the same deploy or in another. */
function underChange(lead: NamedLead, behind: readonly NamedLead[], input: ReportInput): readonly NamedChange[] {
  const { deploy } = lead.suspect;
  const mates = input.verdict.suspects
    .filter((suspect) => deploy !== null && suspect.deploy === deploy && !lead.tells.includes(suspect))
    .map((suspect) => ({ ...nameSuspect(suspect, input), tells: [suspect] }));
  return [...mates, ...behind]
    .sort((one, other) => other.suspect.probability - one.suspect.probability)
    .slice(0, MOST - 1);
}
