import { countChanges } from '../count-changes.ts';
import { type LastGood, lastGood, whereItBelongs } from '../last-good.ts';
import { likelyChanges } from '../likely-changes.ts';
import { cleanForeign } from '../markdown/clean-foreign.ts';
import { repositoryLinks } from '../markdown/repository-links.ts';
import {
  type Block,
  code,
  heading,
  type Line,
  type ListItem,
  own,
  say,
  spoken,
  strong,
  text,
} from '../markdown/tree.ts';
import type { NamedLead } from '../name-lead.ts';
import { changeWords, nextLooks } from '../next-looks.ts';
import type { ReportInput } from '../report-input.ts';

const MOST = 3;

/** At most three actions, the most reversible first; empty once the incident is resolved. */
export function doThisNow(input: ReportInput, leads: readonly NamedLead[]): readonly Block[] {
  if (input.incident.resolvedAt !== undefined) return [];
  const items = actions(input, leads).slice(0, MOST);
  return items.length === 0 ? [] : [heading`Do this now`, { kind: 'list', items }];
}

function actions(input: ReportInput, leads: readonly NamedLead[]): readonly ListItem[] {
  const { band } = input.verdict;
  const [first] = leads;
  if (first === undefined || band === 'none' || band === 'weak') {
    const looks = nextLooks(input, leads).slice(0, 2);
    return [
      ...looks.map((content) => ({ task: true, content: capitalised(content) })),
      {
        task: true,
        content: say`Found it? Comment ${code('/whatchanged it-was #PR')} (or a SHA), so that the next answer is better`,
      },
    ];
  }
  const looks = first.changes.length > 0 ? lookInside(first) : [];
  return [...flagBack(input), ...redeploy(input, first), ...looks, ...revert(input, first), ...notIt(first)];
}

/** A flag is the fastest thing to turn back, but only worth a place where it may be to blame. */
function flagBack(input: ReportInput): readonly ListItem[] {
  const likely = input.verdict.otherChanges.find((one) => one.probability >= 0.2);
  const change = likely === undefined ? undefined : input.theCase.changes?.[likely.change];
  if (change?.kind !== 'flag') return [];
  const named = say`${changeWords(change)} ${code(change.title ?? change.id ?? '')}`;
  return [{ task: true, content: say`${strong(say`Turn back ${named}`)}: no deploy needed` }];
}

function redeploy(input: ReportInput, first: NamedLead): readonly ListItem[] {
  const good = lastGood(input, first);
  if (good === undefined) return [];
  const elsewhere = whereItBelongs(good, input);
  const command = redeployCommand(input, good);
  const lead =
    input.verdict.band === 'strong'
      ? own('Re-deploy the last good')
      : own('If a look confirms it: re-deploy the last good');
  const risk =
    first.deploy?.kind === 'rollback'
      ? say`undoes the rollback; what was wrong before it comes back`
      : say`touches no code; everything else that this deploy brought goes too`;
  return [
    {
      task: true,
      content: say`${strong(say`${lead} ${code(good.sha.slice(0, 7))}${elsewhere}`)}: ${risk}`,
      ...(command === undefined ? {} : { command }),
    },
  ];
}

/** Nobody should take back one change of several on a guess. */
function lookInside(first: NamedLead): readonly ListItem[] {
  const ruleOut = say`rule one out with ${code('/whatchanged not-it #PR')} (or a SHA), and the others are weighed again`;
  return [
    {
      task: true,
      content: say`${strong(say`Look at its changes`)}, the most probable first: ${likelyChanges(first)}; ${ruleOut}`,
    },
  ];
}

/** The configured command, else the one that runs again the workflow run which deployed that commit. */
function redeployCommand(input: ReportInput, good: LastGood): string | undefined {
  if (input.redeployCommand === undefined) {
    return good.url === undefined ? undefined : repositoryLinks(input.repository).rerun(good.url);
  }
  const fill: Readonly<Record<string, string>> = {
    sha: good.sha,
    service: shellWord(good.service),
    environment: shellWord(good.environment),
  };
  // In one pass, so that a name that looks like a placeholder stays a name.
  return input.redeployCommand.replace(/\{(sha|service|environment)\}/g, (_, name: string) => fill[name] ?? '');
}

function revert(input: ReportInput, first: NamedLead): readonly ListItem[] {
  if (input.revert !== undefined) {
    const { pullRequest, says } = input.revert;
    const link = repositoryLinks(input.repository).pullRequest(pullRequest);
    const draft = strong(say`Review and merge the draft revert ${link}`);
    return [{ task: true, content: say`${draft}: ${spoken(says)}; without it the next deploy brings the change back` }];
  }
  const reviewed = say`a person reviews and merges it`;
  if (first.changes.length > 0) {
    // Only then is it known where the deploy's range begins.
    if (first.deploy?.previousSha === undefined) return [];
    const ask = strong(say`Or ask for a draft that reverts all ${countChanges(first)}`);
    return [{ task: true, content: say`${ask}: comment ${code('/whatchanged revert deploy')}; ${reviewed}` }];
  }
  if (first.handle === undefined) return [];
  return [
    {
      task: true,
      content: say`${strong(say`Ask for a draft revert`)}: comment ${code(`/whatchanged revert ${first.handle}`)}; ${reviewed}`,
    },
  ];
}

function notIt(first: NamedLead): readonly ListItem[] {
  if (first.changes.length > 0) return [];
  const command = first.handle === undefined ? '/whatchanged not-it' : `/whatchanged not-it ${first.handle}`;
  return [
    {
      task: true,
      content: say`${strong(say`Not this change?`)} Comment ${code(command)} and the others are weighed again`,
    },
  ];
}

/** A look stands inside a sentence elsewhere; here it is one of its own. */
function capitalised(line: Line): Line {
  const [first, ...rest] = line;
  if (first?.kind !== 'text') return line;
  return [text(own(first.own.charAt(0).toUpperCase() + first.own.slice(1))), ...rest];
}

/** A name for a command line that people paste: everything that a shell would read is quoted away. */
function shellWord(foreign: string): string {
  // First what would not be shown: taking it out later could take a quotation mark along.
  const shown = cleanForeign(foreign).replace(/\n/g, ' ');
  return /^[A-Za-z0-9._/-]+$/.test(shown) ? shown : `'${shown.replace(/'/g, `'\\''`)}'`;
}
