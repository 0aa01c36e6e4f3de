import type { CaseChange } from '../case.ts';
import { speaksFor } from './cite.ts';
import { relative } from './format-time.ts';
import { code, type Line, own, say, spoken, text } from './markdown/tree.ts';
import type { NamedLead } from './name-lead.ts';
import type { ReportInput } from './report-input.ts';

const CHANGE_WORDS: Readonly<Record<NonNullable<CaseChange['kind']>, string>> = {
  flag: 'the feature flag change',
  config: 'the configuration change',
  infrastructure: 'the infrastructure change',
  schema: 'the schema change',
};

/** Nats: less than this is the background that every incident has. */
const CLEAR_CAUSE = 1.5;

/** What a person should look at next when no deploy can be named, most promising first; whole sentences without a lead. */
export function nextLooks(input: ReportInput, leads: readonly NamedLead[]): readonly Line[] {
  const { verdict } = input;
  return [
    ...(verdict.band === 'weak' ? compare(input) : []),
    ...changes(input),
    ...cause(input),
    ...neighbours(input),
    ...nearest(input, leads),
    ...(input.theCase.series === undefined || input.theCase.series.length === 0
      ? [
          say`no telemetry was read: open the service's dashboards and see whether traffic, latency or a dependency moved first.`,
        ]
      : []),
    ...(verdict.band === 'none'
      ? [say`compare traffic and third parties at ${own('the onset')} with the hour before it.`]
      : []),
  ];
}

/** The words for a kind of change outside every deploy. */
export function changeWords(change: CaseChange): Line {
  return [text(own(change.kind === undefined ? 'the change' : CHANGE_WORDS[change.kind]))];
}

function compare({ verdict }: ReportInput): readonly Line[] {
  return verdict.suspects.length < 2
    ? []
    : [say`compare the suspects below: what speaks against each is listed with it.`];
}

/** No deploy is named, but one is not far from it. */
function nearest(input: ReportInput, [first]: readonly NamedLead[]): readonly Line[] {
  if (input.verdict.band !== 'none' || first === undefined || first.suspect.probability < 0.2) return [];
  return [say`look at ${first.name} all the same: it is the nearest of the deploys, though too little speaks for it.`];
}

/** What came to an end, ran out or failed by itself is where to begin. */
function cause({ verdict }: ReportInput): readonly Line[] {
  const [told] = speaksFor(verdict.nothing.evidence);
  if (verdict.band !== 'none' || told === undefined || told.weight < CLEAR_CAUSE) return [];
  return [say`begin with this: ${spoken(told.says)}.`];
}

function changes(input: ReportInput): readonly Line[] {
  return input.verdict.otherChanges
    .filter((one) => one.probability >= 0.05)
    .slice(0, 2)
    .flatMap((one) => {
      const change = input.theCase.changes?.[one.change];
      if (change === undefined) return [];
      const title = change.title ?? change.id;
      const named = title === undefined ? changeWords(change) : say`${changeWords(change)} ${code(title)}`;
      return [say`look at ${named}, made ${relative(change.at, input.verdict.onset.at)} the problem began.`];
    });
}

function neighbours(input: ReportInput): readonly Line[] {
  const { theCase } = input;
  const alerting = new Set((theCase.alerts ?? []).map((one) => one.service));
  const callees = (theCase.topology ?? []).filter(
    (edge) => edge.from === theCase.alert.service && edge.to !== edge.from,
  );
  const loud = [...new Set(callees.map((edge) => edge.to))].filter((service) => alerting.has(service));
  return loud
    .slice(0, 2)
    .map((service) => say`look at ${code(service)}, which this service calls and which alerts too.`);
}
