import type { Command } from 'commander';
import type { Incident } from '../investigation/incident/incident.ts';
import { type EpochMs, HOUR_MS, MINUTE_MS } from '../investigation/time.ts';
import { decideMaterial } from '../jobs/incidents/decide-material.ts';
import { materialAround } from '../jobs/incidents/gather-material.ts';
import { reportInputOf } from '../jobs/incidents/report-input-of.ts';
import { openConnections } from '../readers/telemetry/open-connections.ts';
import { TELEMETRY_READERS } from '../readers/telemetry/registry.generated.ts';
import type { StoredAlert } from '../storage/contract.ts';
import { type ExplainOptions, explainReport } from './ask/explain-report.ts';
import { findService, type ServicePlace } from './ask/find-service.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseMoment } from './ask/parse-moment.ts';
import { EXIT } from './exit.ts';

export interface InvestigateOptions extends ExplainOptions {
  readonly at: string;
  readonly environment?: string;
  readonly title?: string;
}

/** What happened until half an hour after the trouble was seen belongs to it; later deploys are mostly its repair. */
const AFTER_MS = 30 * MINUTE_MS;
const TELEMETRY_WINDOW_MS = 6 * HOUR_MS;

/** Registers `whatchanged investigate SERVICE --at TIME`: the decision of an alert, for trouble that no alert told of. */
export function registerInvestigate(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('investigate')
    .description(
      'decide by hand: what fits trouble of a service that was seen at a moment; nothing is stored or written',
    )
    .argument('<service>', 'the service, as the ledger names it')
    .requiredOption(
      '--at <time>',
      'when the trouble was seen: 13:40 (UTC), 2026-11-25T13:40Z, or 20m for 20 minutes ago',
    )
    .option('--environment <name>', 'where it was seen (default: production, else the only one)')
    .option('--title <words>', 'what was seen, such as an error message: it is matched against the changes')
    .option('--full', 'show everything that the issue folds away', false)
    .option('--json', 'print one JSON document (docs/reference/explained.schema.json)')
    .action((service: string, options: InvestigateOptions) =>
      asking(open, (ask) => investigateByHand(ask, service, options)),
    );
}

/** Decides over the stored ledger, and over telemetry where it is configured, and prints the report. */
export async function investigateByHand(ask: Ask, service: string, options: InvestigateOptions): Promise<void> {
  const now = ask.clock.now();
  const at = parseMoment(options.at, now);
  const places = await findService(ask, service, options.environment);
  if (places.length === 0) return;
  const place = onePlace(places);
  if (place === undefined) {
    const names = [...new Set(places.map((one) => one.knownAs))].join(', ');
    ask.output.error(`${service} runs in several places (${names}): name one with --environment.`);
    return ask.output.exitCode(EXIT.problems);
  }
  const asked = Math.min(now, at + AFTER_MS);
  const [incident, alert] = byHand(place, at, options.title);
  const material = await ask.storage.transaction((tx) => materialAround(tx, incident, [alert], asked));
  const questions = ask.configuration.budgets.questionsPerInvestigation;
  const connections = openConnections(ask.configuration.telemetry, TELEMETRY_READERS, ask.clock);
  const decided = await decideMaterial(
    { connections, telemetryWindowMs: TELEMETRY_WINDOW_MS, questions, now: asked, askedAt: () => asked },
    material,
  );
  explainReport(ask, reportInputOf({ material, ...decided, webUrl: ask.configuration.github.webUrl }), options);
}

/**
 * The only place, else the only one in production; deploys may know one place by several names, and several repositories
 * may deploy to one.
 */
function onePlace(all: readonly ServicePlace[]): ServicePlace | undefined {
  const places = all.filter((place) => {
    const same = all.filter((one) => one.installationId === place.installationId && one.knownAs === place.knownAs);
    return place === (same.find(({ isHome }) => isHome) ?? same[0]);
  });
  if (places.length === 1) return places[0];
  const production = places.filter((place) => place.isDefault);
  return production.length === 1 ? production[0] : undefined;
}

function byHand(place: ServicePlace, at: EpochMs, title: string | undefined): readonly [Incident, StoredAlert] {
  const { installationId, repositoryId, service, knownAs: environment } = place;
  const id = `by-hand-${at}`;
  return [
    { id, installationId, repositoryId, service, environment, state: 'open', openedAt: at, lastSignalAt: at },
    {
      key: id,
      source: 'by hand',
      status: 'firing',
      startsAt: at,
      title: title ?? `trouble of ${service}, asked about by hand`,
      labels: {},
      receivedAt: at,
      incidentId: id,
      service,
      environment,
      deliveries: 1,
    },
  ];
}
