import type { Command } from 'commander';
import { type Audit, auditService } from '../investigation/audit/audit-service.ts';
import { readCase } from '../investigation/case-document.ts';
import type { Verdict } from '../investigation/verdict/verdict.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseCount } from './ask/parse-count.ts';
import { printJson } from './ask/print-json.ts';
import { printable } from './ask/printable.ts';
import { EXIT } from './exit.ts';

export interface AuditOptions {
  readonly limit: number;
  readonly json?: boolean;
}

/** How many of the newest incidents are gone through to find those of the service. */
const MOST_INCIDENTS = 500;
const MOST_UNMAPPED = 50;

/** Registers `whatchanged audit SERVICE`: what its telemetry could have told in past incidents and did not. */
export function registerAudit(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('audit')
    .description(
      'what the logs, metrics and alerts of a service could have told in past incidents, and the line to add',
    )
    .argument('<service>', 'the service, as whatchanged knows it')
    .option('--limit <count>', 'how many of its newest incidents are looked at', parseCount, 20)
    .option('--json', 'print one JSON document')
    .action((service: string, options: AuditOptions) => asking(open, (ask) => audit(ask, service, options)));
}

/** Answers on the output; a service without an investigated incident is told on the error output. */
export async function audit(ask: Ask, service: string, { limit, json }: AuditOptions): Promise<void> {
  const found = await ask.storage.transaction(async (tx) => {
    const investigations = [];
    const unmapped: string[] = [];
    for (const installationId of ask.installations) {
      const incidents = await tx.incidents.list(installationId, { limit: MOST_INCIDENTS });
      const own = incidents.filter((incident) => incident.service === service);
      for (const { id } of own.slice(0, limit)) {
        const latest = await tx.investigations.latest(installationId, id);
        if (latest === undefined) continue;
        investigations.push({ theCase: readCase(latest.case), onset: (latest.verdict as Verdict).onset });
      }
      if (own.length === 0) continue;
      const alerts = await tx.alerts.unmapped(installationId, MOST_UNMAPPED);
      unmapped.push(...alerts.map(({ title }) => title));
    }
    return auditService(service, investigations, unmapped);
  });
  if (found.of === 0) {
    ask.output.error(
      `No investigated incident of ${printable(service)} is on record: whatchanged incidents lists all.`,
    );
    return ask.output.exitCode(EXIT.problems);
  }
  if (json === true) return printJson(ask, found);
  for (const line of auditLines(found, ask)) ask.output.out(line);
}

function auditLines({ service, of, findings }: Audit, { paint }: Pick<Ask, 'paint'>): readonly string[] {
  const incidents = of === 1 ? 'one incident' : `${of} incidents`;
  if (findings.length === 0) {
    return [`${printable(service)}: nothing was missing in the logs, metrics and alerts of ${incidents}.`];
  }
  return [
    paint('bold', `${printable(service)}: what ${incidents} could have told, and did not`),
    ...findings.flatMap(({ mark, what, why, add, incidents: count, examples }) => [
      '',
      `${paint('bad', mark === 'unmapped-alert' ? `${count} alerts` : `${count} of ${of}`)}  ${what}`,
      `    ${paint('dim', why)}`,
      ...(examples.length === 0 ? [] : [`    for example: ${examples.map(printable).join(', ')}`]),
      `    add: ${printable(add)}`,
    ]),
  ];
}
