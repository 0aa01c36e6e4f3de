import { nameSuspect } from '../../investigation/report/name-suspect.ts';
import { numberEvidence } from '../../investigation/report/number-evidence.ts';
import type { ReportInput } from '../../investigation/report/report-input.ts';
import { reportSections } from '../../investigation/report/report-sections.ts';
import { machineReport } from '../../investigation/report/sections/machine-block.ts';
import { NO_PAINT } from '../../investigation/report/terminal/paint.ts';
import { printTerminal } from '../../investigation/report/terminal/print-terminal.ts';
import { renderTerminalReport } from '../../investigation/report/terminal/render-terminal-report.ts';
import { plainText } from '../../investigation/sentence.ts';
import type { Evidence } from '../../investigation/verdict/verdict.ts';
import type { ExplainedDocument } from '../documents/explained-document.ts';
import { iso } from './iso.ts';
import type { Ask } from './open-ask.ts';
import { documentOfSaid, type PeopleSaid, peopleSaid } from './people-said.ts';
import { printJson } from './print-json.ts';

export interface ExplainOptions {
  readonly full?: boolean;
  readonly json?: boolean;
}

const NEVER_WRAPPED = 100_000;

/** Prints a report: in words, or as one document. */
export function explainReport(
  ask: Ask,
  input: ReportInput,
  options: ExplainOptions,
  { issue, said }: { readonly issue?: ExplainedDocument['issue']; readonly said?: PeopleSaid } = {},
): void {
  if (options.json === true) {
    printJson(ask, { ...documentOf(input, issue), ...(said === undefined ? {} : documentOfSaid(said, input)) });
    return;
  }
  const page = { columns: ask.columns, paint: ask.paint, unfolded: options.full === true };
  const report = renderTerminalReport(input, page);
  const people = said === undefined ? [] : peopleSaid(said, input);
  ask.output.out(people.length === 0 ? report : `${report}\n\n${printTerminal(people, page)}`);
}

function documentOf(unnumbered: ReportInput, issue: ExplainedDocument['issue']): ExplainedDocument {
  const input = numberEvidence(unnumbered);
  const { verdict } = input;
  const { title, box } = reportSections(input);
  const lead = printTerminal([box], { columns: NEVER_WRAPPED, paint: NO_PAINT, unfolded: false });
  return {
    title,
    lead: lead.split('\n'),
    report: machineReport(input),
    ...(issue === undefined ? {} : { issue }),
    suspects: verdict.suspects.map((suspect) => {
      const { plainName, headline, author } = nameSuspect(suspect, input);
      return {
        name: plainName,
        ...(headline === undefined ? {} : { title: headline }),
        ...(author === undefined ? {} : { author }),
        deploy: suspect.deploy,
        commit: suspect.commit,
        probability: suspect.probability,
        evidence: suspect.evidence.map(evidence),
      };
    }),
    nothing: { probability: verdict.nothing.probability, evidence: verdict.nothing.evidence.map(evidence) },
    notChecked: verdict.notChecked.map(({ what, why }) => ({ what: plainText(what), why: plainText(why) })),
    rounds: (input.earlier ?? []).map(({ at, verdict: { band } }) => ({ at: iso(at), band })),
  };
}

function evidence({ id, clue, weight, says }: Evidence): ExplainedDocument['nothing']['evidence'][number] {
  return { id, clue, weight, says: plainText(says) };
}
