import type { Section } from './fit-body.ts';
import { type Block, own } from './markdown/tree.ts';
import { nameVerdict } from './name-verdict.ts';
import { numberEvidence } from './number-evidence.ts';
import type { ReportInput } from './report-input.ts';
import { alertPage } from './sections/alert-page.ts';
import { chart } from './sections/chart.ts';
import { doThisNow } from './sections/do-this-now.ts';
import { evidenceList } from './sections/evidence-list.ts';
import { footer } from './sections/footer.ts';
import { machineBlock } from './sections/machine-block.ts';
import { machineWritten } from './sections/machine-written.ts';
import { notChecked } from './sections/not-checked.ts';
import { rootCause } from './sections/root-cause.ts';
import { suspectsTable } from './sections/suspects.ts';
import { timeline } from './sections/timeline.ts';
import { reportTitle } from './sections/title.ts';
import { verdictBox } from './sections/verdict-box.ts';
import { whatWentLive } from './sections/what-went-live.ts';
import { why } from './sections/why.ts';
import { symptomOf } from './symptom.ts';

/** A report before it is printed: the same for an issue, a terminal and a page. */
export interface ReportTree {
  readonly title: string;
  /** The first lines, which stand alone; also the first section. */
  readonly box: Block;
  readonly sections: readonly Section[];
}

/** Builds the report. The order puts first what a person woken at night needs first. */
export function reportSections(unnumbered: ReportInput): ReportTree {
  const input = numberEvidence(unnumbered);
  const named = nameVerdict(input);
  const [lead] = named.leads;
  const symptom = symptomOf(input);
  const box = verdictBox(input, named.leads, symptom);
  const sections: readonly Section[] = [
    { name: own('verdict'), blocks: [box] },
    { name: own('root cause'), blocks: rootCause(input) },
    { name: own('actions'), blocks: doThisNow(input, named.leads) },
    { name: own('page of the alert'), blocks: alertPage(input) },
    { name: own('reasons'), dropRank: 1, blocks: why(input, named.leads) },
    { name: own('chart'), dropRank: 4, blocks: chart(input, lead, symptom) },
    { name: own('what went live'), dropRank: 3, blocks: whatWentLive(input, named) },
    { name: own('suspects'), dropRank: 5, blocks: suspectsTable(input, named) },
    { name: own('evidence'), dropRank: 7, blocks: evidenceList(input, named) },
    { name: own('not checked'), dropRank: 2, blocks: notChecked(input) },
    { name: own('machine-written summary'), dropRank: 8, blocks: machineWritten(input) },
    { name: own('timeline'), dropRank: 6, blocks: timeline(input) },
    { name: own('footer'), blocks: [footer(input), machineBlock(input)] },
  ];
  return { title: reportTitle(input, lead, symptom), box, sections };
}
