import type { Section } from '../report/fit-body.ts';
import { type Block, code, own, say } from '../report/markdown/tree.ts';
import { counts } from './sections/counts.ts';
import { deployTable } from './sections/deploys.ts';
import { howRight } from './sections/how-right.ts';
import { incidentTable } from './sections/incidents.ts';
import { ownTrouble } from './sections/own-trouble.ts';
import { revertList } from './sections/reverts.ts';
import { telemetry } from './sections/telemetry.ts';
import type { Summary } from './summary.ts';

/** The parts of a summary, in the order in which a team reads them; the same for an issue and a terminal. */
export function summarySections(summary: Summary): readonly Section[] {
  return [
    { name: own('incidents by band'), blocks: [counts(summary)] },
    { name: own('incidents'), dropRank: 1, blocks: incidentTable(summary) },
    { name: own('how right it was'), blocks: howRight(summary) },
    { name: own('deploys'), dropRank: 4, blocks: deployTable(summary) },
    { name: own('reverts'), dropRank: 3, blocks: revertList(summary) },
    { name: own('what your telemetry could have told'), dropRank: 2, blocks: telemetry(summary) },
    { name: own('what was not right with us'), blocks: ownTrouble(summary) },
  ];
}

/** Why this issue is there, how to be without it, and that nobody listens under it. */
export function summaryFooter(): Block {
  return {
    kind: 'small',
    lines: [
      say`Once a week, because ${code('summary: weekly')} stands in ${code('.github/whatchanged.yml')}`,
      say`commands are read under the issue of an incident, not here`,
      say`the next summary closes this one`,
      say`whatchanged; it observes, people act`,
    ],
  };
}
