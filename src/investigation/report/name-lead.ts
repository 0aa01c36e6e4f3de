import type { Lead } from '../verdict/lead.ts';
import type { Suspect } from '../verdict/verdict.ts';
import { type NamedSuspect, nameSuspect } from './name-suspect.ts';
import type { ReportInput } from './report-input.ts';

/** A suspect with those of the verdict's list that are told once it is told. */
export interface NamedChange extends NamedSuspect {
  readonly tells: readonly Suspect[];
}

/** What a reader is pointed to: a change, or a deploy of which it is not clear which change it was. */
export interface NamedLead extends NamedChange {
  /** The changes of such a deploy, most probable first, each with its own probability; empty for a single change. */
  readonly changes: readonly NamedChange[];
}

/**
 * Names a lead. A deploy that brought one pull request only goes by that, however many commits it has; one whose range
 * was cut brought others too.
 */
export function nameLead(lead: Lead, input: ReportInput): NamedLead {
  const changes = byChange(lead.among, input);
  const [only, another] = changes;
  const named = nameSuspect(lead, input);
  const isOneOfMore = lead.among.length > 1 && named.deploy?.truncated === true;
  if (only !== undefined && another === undefined && !isOneOfMore) return { ...only, suspect: lead, changes: [] };
  // The SHA that it deployed is no handle: in a command it would mean that one commit.
  const { handle: _, plainName, ...whole } = named;
  return {
    ...whole,
    plainName: whole.deploy?.sha === undefined ? plainName : `deploy ${plainName}`,
    tells: [],
    changes,
  };
}

/** The commits of one pull request are one change, with the sum of their probabilities. */
function byChange(suspects: readonly Suspect[], input: ReportInput): readonly NamedChange[] {
  const named = suspects.map((suspect) => nameSuspect(suspect, input));
  const changes = Map.groupBy(named, ({ pullRequest, suspect }) => pullRequest ?? suspect.commit);
  return [...changes.values()]
    .flatMap((own): readonly NamedChange[] => {
      const [best] = own;
      if (best === undefined) return [];
      const tells = own.map(({ suspect }) => suspect);
      const probability = tells.reduce((sum, one) => sum + one.probability, 0);
      return [{ ...best, suspect: { ...best.suspect, probability }, tells }];
    })
    .sort((one, other) => other.suspect.probability - one.suspect.probability);
}
