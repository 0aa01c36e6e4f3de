import { counted } from '../../report/format-number.ts';
import { cleanForeign } from '../../report/markdown/clean-foreign.ts';
import {
  type Block,
  code,
  heading,
  joined,
  type ListItem,
  own,
  paragraph,
  say,
  strong,
  text,
} from '../../report/markdown/tree.ts';
import { incidentsOf } from '../merge-audits.ts';
import type { Summary, TelemetryFinding, UnmappedTitle } from '../summary.ts';

const MOST_SERVICES = 5;
const MOST_TITLES = 10;
const NAME_CUT = { characters: 60, lines: 1 };
const EXAMPLE_CUT = { characters: 120, lines: 1 };

/** What logs, metrics and alerts lacked when it mattered, each with the line that would have helped. */
export function telemetry(summary: Summary): readonly Block[] {
  const found = [...missing(summary), ...unmapped(summary)];
  return found.length === 0 ? [] : [heading`What your telemetry could have told`, ...found];
}

function missing({ telemetry: { of, findings } }: Summary): readonly Block[] {
  if (of === 0) return [];
  const looked = counted(of, 'incident', 'incidents');
  if (findings.length === 0) {
    return [paragraph(say`Nothing was missing in the logs, metrics and alerts of ${looked}.`)];
  }
  return [
    paragraph(
      say`What was missing in ${looked} that ${own(of === 1 ? 'was' : 'were')} looked at, with a line to add for each:`,
    ),
    { kind: 'list', items: findings.map((finding) => item(finding, of)) },
  ];
}

function item(finding: TelemetryFinding, of: number): ListItem {
  const { what, why, add, services, examples } = finding;
  const names = services.slice(0, MOST_SERVICES).map((one) => {
    const count = one.of === 1 ? say`` : say` (${one.incidents} of ${one.of})`;
    return say`${code(cleanForeign(one.service, NAME_CUT))}${count}`;
  });
  const more = services.length > MOST_SERVICES ? [text(own(` and ${services.length - MOST_SERVICES} more`))] : [];
  const example = examples[0] === undefined ? [] : say` For example: ${code(cleanForeign(examples[0], EXAMPLE_CUT))}.`;
  const times = own(`${incidentsOf(finding)} of ${of}`);
  return {
    content: say`${strong(say`${own(what)}`)}, in ${times}: ${joined(names, own(', '))}${more}. ${own(why)}${example}`,
    command: add,
  };
}

function unmapped({ unmapped: { count, titles } }: Summary): readonly Block[] {
  if (count === 0) return [];
  const came = own(count === 1 ? '1 alert belongs to no service' : `${count} alerts belong to no service`);
  const lead = say`${strong(say`${came} of this installation`)}, so ${own(count === 1 ? 'it' : 'they')} opened no incident.`;
  if (titles.length === 0) {
    return [
      paragraph(lead, say`More people can read this than what came to it: ${code('whatchanged doctor')} tells them.`),
    ];
  }
  const more = titles.length - MOST_TITLES;
  const map = say`Lines of ${code('.github/whatchanged.yml')} map them; ${code('whatchanged replay-deliveries --state unmapped')} then reads them again.`;
  return [
    paragraph(lead, map),
    { kind: 'list', items: titles.slice(0, MOST_TITLES).map(titleItem) },
    ...(more > 0 ? [paragraph(say`and ${counted(more, 'more title', 'more titles')}.`)] : []),
  ];
}

function titleItem({ title, count, mapping }: UnmappedTitle): ListItem {
  return {
    content: say`${code(cleanForeign(title, EXAMPLE_CUT))}, ${counted(count, 'alert', 'alerts')}`,
    ...(mapping === undefined ? {} : { command: mapping }),
  };
}
