import type { Command } from 'commander';
import type { CaseChange } from '../investigation/case.ts';
import { isNamed } from '../investigation/incident/known-as.ts';
import type { ServiceMap } from '../investigation/incident/service-map.ts';
import type { LedgerDeploy } from '../investigation/ledger/ledger-deploy.ts';
import { duration } from '../investigation/report/format-time.ts';
import type { EpochMs } from '../investigation/time.ts';
import { loadServiceMap } from '../jobs/repositories/load-service-map.ts';
import { changeLines, deployLine } from './ask/deploy-lines.ts';
import { describeDeploys } from './ask/describe-deploys.ts';
import { findService } from './ask/find-service.ts';
import { iso } from './ask/iso.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseMoment } from './ask/parse-moment.ts';
import { printJson } from './ask/print-json.ts';
import { printable, utcMinute } from './ask/printable.ts';
import type { ChangedDocument } from './documents/changed-document.ts';
import type { DeployDocument } from './documents/deploy-document.ts';

export interface ChangedOptions {
  readonly since: string;
  readonly until?: string;
  readonly environment?: string;
  readonly json?: boolean;
}

/** Registers `whatchanged changed [SERVICE] --since 2h`: what went live, and what else changed. */
export function registerChanged(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('changed')
    .description('what went live, failed or is on its way since a moment, and what else changed')
    .argument('[service]', 'the service, as the ledger names it; every service when left out')
    .option('--since <time>', 'a span such as 2h or 3d, or a time', '2h')
    .option('--until <time>', 'the end of the time looked at (default: now)')
    .option('--environment <name>', 'only this environment')
    .option('--json', 'print one JSON document (docs/reference/changed.schema.json)')
    .action((service: string | undefined, options: ChangedOptions) =>
      asking(open, (ask) => changed(ask, service, options)),
    );
}

/** Answers on the output, newest first. */
export async function changed(ask: Ask, service: string | undefined, options: ChangedOptions): Promise<void> {
  const now = ask.clock.now();
  const [from, to] = [
    parseMoment(options.since, now),
    options.until === undefined ? now : parseMoment(options.until, now),
  ];
  if (service !== undefined && (await findService(ask, service, options.environment)).length === 0) return;
  const { environment } = options;
  const wanted = (deploy: LedgerDeploy, map: ServiceMap) =>
    (service === undefined || deploy.service === service) &&
    (environment === undefined || isNamed(map, deploy, environment)) &&
    (deploy.startedAt >= from || (deploy.liveAt !== undefined && deploy.liveAt >= from));
  const deploys: DeployDocument[] = [];
  const others: CaseChange[] = [];
  await ask.storage.transaction(async (tx) => {
    for (const installationId of ask.installations) {
      const map = await loadServiceMap(tx, installationId);
      const all = await tx.ledger.deploysBetween(installationId, from, to + 1);
      const found = all.filter((deploy) => wanted(deploy, map));
      deploys.push(...(await describeDeploys(tx, installationId, found)));
      others.push(
        ...(await tx.changes.between(installationId, from, to + 1)).filter((change) => concerns(change, service)),
      );
    }
  });
  const document = documentOf(service, from, to, deploys, others);
  if (options.json === true) printJson(ask, document);
  else for (const line of inWords(ask, document, to)) ask.output.out(line);
}

/** A change that names no service may concern each. */
function concerns(change: CaseChange, service: string | undefined): boolean {
  return service === undefined || change.service === undefined || change.service === service;
}

function documentOf(
  service: string | undefined,
  from: EpochMs,
  to: EpochMs,
  deploys: readonly DeployDocument[],
  others: readonly CaseChange[],
): ChangedDocument {
  const moment = (deploy: DeployDocument) => deploy.liveAt ?? deploy.startedAt;
  return {
    service: service ?? null,
    from: iso(from),
    to: iso(to),
    deploys: [...deploys].sort((one, other) => (moment(one) < moment(other) ? 1 : -1)),
    otherChanges: [...others]
      .sort((one, other) => other.at - one.at)
      .map((change) => ({ ...change, at: iso(change.at) })),
  };
}

function inWords(
  ask: Ask,
  { service, from, to, deploys, otherChanges }: ChangedDocument,
  now: EpochMs,
): readonly string[] {
  const span = duration(Date.parse(to) - Date.parse(from));
  const what = service === null ? 'every service' : printable(service);
  const heading = ask.paint('heading', `${what}, the ${span} to ${utcMinute(to)}`);
  if (deploys.length === 0 && otherChanges.length === 0)
    return [heading, '  nothing went live, and no other change is on record'];
  return [
    heading,
    ...deploys.flatMap((deploy) => [
      `  ${ask.paint('bold', `${printable(deploy.service)}/${printable(deploy.environment)}`)} ${deployLine(deploy, ask, now)}`,
      ...changeLines(deploy, ask),
    ]),
    ...otherChanges.map(
      ({ at, kind, title, id, actor }) =>
        `  ${ask.paint('unsure', `${kind ?? 'change'}`)} ${printable(title ?? id ?? 'without a title')} at ${utcMinute(at)}${actor === undefined ? '' : ask.paint('dim', ` by ${printable(actor)}`)}`,
    ),
  ];
}
