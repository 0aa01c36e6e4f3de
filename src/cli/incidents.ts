import { type Command, Option } from 'commander';
import type { Incident } from '../investigation/incident/incident.ts';
import { duration } from '../investigation/report/format-time.ts';
import type { Ink } from '../investigation/report/terminal/paint.ts';
import { describeIncident } from './ask/describe-incident.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseCount } from './ask/parse-count.ts';
import { printJson } from './ask/print-json.ts';
import { printable, utcMinute } from './ask/printable.ts';
import type { IncidentDocument } from './documents/incidents-document.ts';

export interface IncidentsOptions {
  readonly state?: Incident['state'];
  readonly limit: number;
  readonly json?: boolean;
}

/** Registers `whatchanged incidents [--state open] [--limit N]`: the newest incidents with what was said of each. */
export function registerIncidents(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('incidents')
    .description('the newest incidents, each with its verdict and its issue')
    .addOption(new Option('--state <state>', 'only these').choices(['open', 'resolved']))
    .option('--limit <count>', 'how many at most', parseCount, 20)
    .option('--json', 'print one JSON document (docs/reference/incidents.schema.json)')
    .action((options: IncidentsOptions) => asking(open, (ask) => incidents(ask, options)));
}

/** Answers on the output, newest first. */
export async function incidents(ask: Ask, { state, limit, json }: IncidentsOptions): Promise<void> {
  const filter = { limit, ...(state === undefined ? {} : { state }) };
  const found = await ask.storage.transaction(async (tx) => {
    const all = [];
    for (const installationId of ask.installations) all.push(...(await tx.incidents.list(installationId, filter)));
    const newest = all.sort((one, other) => other.openedAt - one.openedAt).slice(0, limit);
    const described: IncidentDocument[] = [];
    for (const incident of newest) described.push(await describeIncident(tx, incident));
    return described;
  });
  if (json === true) printJson(ask, { incidents: found });
  else if (found.length === 0) ask.output.out(`No ${state ?? ''} incident is on record.`.replace('  ', ' '));
  else for (const incident of found) for (const line of incidentLines(incident, ask)) ask.output.out(line);
}

const INKS: Readonly<Record<NonNullable<IncidentDocument['verdict']>['band'], Ink>> = {
  strong: 'good',
  plausible: 'unsure',
  weak: 'dim',
  none: 'dim',
};

/** An incident in two lines: what and since when; what is thought of it and where it is told. */
export function incidentLines(
  incident: IncidentDocument,
  { paint, clock }: Pick<Ask, 'paint' | 'clock'>,
): readonly string[] {
  const { id, service, environment, headline, openedAt, resolvedAt, verdict, issue, url } = incident;
  const end = resolvedAt === undefined ? clock.now() : Date.parse(resolvedAt);
  const lasted = duration(end - Date.parse(openedAt));
  const state = resolvedAt === undefined ? paint('bad', `open for ${lasted}`) : paint('dim', `over after ${lasted}`);
  const thought =
    verdict === undefined
      ? paint('dim', 'no verdict yet')
      : paint(
          INKS[verdict.band],
          `${verdict.band}${verdict.suspect === null ? '' : ` ${printable(verdict.suspect)}`} (${Math.round(verdict.probability * 100)} %)`,
        );
  const where = issue === undefined ? '' : ` · issue ${url === undefined ? `#${issue}` : paint.link(`#${issue}`, url)}`;
  return [
    `${utcMinute(openedAt)}  ${state}  ${paint('bold', printable(headline ?? `[${service}/${environment}]`))}`,
    `    ${thought}${where} · ${paint('dim', `explain ${printable(issue === undefined ? id : String(issue))}`)}`,
  ];
}
