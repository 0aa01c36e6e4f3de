import type { Command } from 'commander';
import type { LedgerDeploy } from '../investigation/ledger/ledger-deploy.ts';
import { liveAt } from '../investigation/ledger/live-at.ts';
import type { EpochMs } from '../investigation/time.ts';
import type { Transaction } from '../storage/contract.ts';
import { changeLines, deployLine } from './ask/deploy-lines.ts';
import { describeDeploys } from './ask/describe-deploys.ts';
import { findService, type ServicePlace } from './ask/find-service.ts';
import { iso } from './ask/iso.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseMoment } from './ask/parse-moment.ts';
import { printJson } from './ask/print-json.ts';
import { printable, utcMinute } from './ask/printable.ts';
import type { DeployDocument } from './documents/deploy-document.ts';
import type { LiveDocument } from './documents/live-document.ts';

export interface LiveOptions {
  readonly at?: string;
  readonly environment?: string;
  readonly json?: boolean;
}

/** Registers `whatchanged live SERVICE [--at TIME] [--environment E]`: which commit was live where. */
export function registerLive(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('live')
    .description('which commit of a service is live in each environment, or was at a moment')
    .argument('<service>', 'the service, as the ledger names it')
    .option('--at <time>', 'such as 2026-11-25T13:40Z, 13:40 (UTC), or 2h for two hours ago')
    .option('--environment <name>', 'only this environment')
    .option('--json', 'print one JSON document (docs/reference/live.schema.json)')
    .action((service: string, options: LiveOptions) => asking(open, (ask) => live(ask, service, options)));
}

/** Answers on the output; a service that is not in the ledger is told with its neighbours' names. */
export async function live(ask: Ask, service: string, options: LiveOptions): Promise<void> {
  const now = ask.clock.now();
  const at = options.at === undefined ? now : parseMoment(options.at, now);
  const places = await findService(ask, service, options.environment);
  if (places.length === 0) return;
  const environments = await ask.storage.transaction(async (tx) => {
    const found: LiveDocument['environments'] = [];
    for (const place of places) {
      const deploys = await tx.ledger.deploysOf(place.installationId, place);
      found.push(await environment(tx, place, deploys, at));
    }
    return found;
  });
  if (options.json === true) printJson(ask, { service, at: iso(at), environments } satisfies LiveDocument);
  else for (const line of inWords(ask, service, at, environments)) ask.output.out(line);
}

async function environment(
  tx: Transaction,
  { installationId, environment: name, repositoryId }: ServicePlace,
  deploys: readonly LedgerDeploy[],
  at: EpochMs,
): Promise<LiveDocument['environments'][number]> {
  const current = liveAt(deploys, at);
  const rolling = deploys.filter((deploy) => isRollingOut(deploy, at));
  const described = await describeDeploys(tx, installationId, [
    ...(current === undefined ? [] : [current]),
    ...rolling,
  ]);
  const repository = await tx.repositories.get(installationId, repositoryId);
  return {
    installation: installationId,
    repository: repository?.fullName ?? String(repositoryId),
    environment: name,
    live: current === undefined ? null : (described[0] ?? null),
    rollingOut: described.slice(current === undefined ? 0 : 1),
  };
}

/** A failed deploy has no recorded end, so only what still runs, or was live soon after, was on its way. */
function isRollingOut(deploy: LedgerDeploy, at: EpochMs): boolean {
  if (deploy.startedAt > at || deploy.outcome === 'failure') return false;
  return deploy.liveAt === undefined ? deploy.outcome === 'in_progress' : deploy.liveAt > at;
}

function inWords(
  ask: Ask,
  service: string,
  at: EpochMs,
  environments: LiveDocument['environments'],
): readonly string[] {
  return environments.flatMap((one, index) => [
    ...(index === 0 ? [] : ['']),
    `${ask.paint('heading', `${printable(service)} in ${printable(one.environment)}`)} ${ask.paint('dim', `(${printable(one.repository)}), at ${utcMinute(at)}`)}`,
    ...(one.live === null
      ? ['  nothing was live as far as the ledger knows']
      : [`  ${deployLine(one.live, ask, at)}`, ...changeLines(one.live, ask)]),
    ...one.rollingOut.flatMap((deploy) => [
      `  ${deployLine(withoutEnd(deploy), ask, at)}`,
      ...changeLines(deploy, ask),
    ]),
  ]);
}

/** What was on its way at a moment is told as of that moment. */
function withoutEnd(deploy: DeployDocument): DeployDocument {
  const { liveAt: _, endedAt: __, ...begun } = deploy;
  return { ...begun, outcome: 'in_progress' };
}
