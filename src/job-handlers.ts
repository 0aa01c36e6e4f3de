import { chartUrls } from './charts/chart-urls.ts';
import { commandHandlers } from './command-handlers.ts';
import type { InstanceConfiguration } from './config/instance-configuration.ts';
import { appIdentity } from './effects/app-identity.ts';
import { createMarker } from './effects/marker.ts';
import { ownObjects } from './effects/own-objects.ts';
import { confirmSubscription } from './intake/alerts/confirm-subscription.ts';
import { ALERT_SOURCES } from './intake/alerts/registry.generated.ts';
import { DEPLOY_SOURCES } from './intake/deploys/registry.generated.ts';
import { createDispatcher } from './intake/github/create-dispatcher.ts';
import { RECORDERS } from './intake/github/registry.generated.ts';
import { HOUR_MS } from './investigation/time.ts';
import { receiveAlert } from './jobs/alerts/receive-alert.ts';
import { remapAlerts } from './jobs/alerts/remap-alerts.ts';
import type { JobHandlers } from './jobs/contract.ts';
import { processDelivery } from './jobs/deliveries/process-delivery.ts';
import { recordGitHubDelivery } from './jobs/deliveries/record-github-delivery.ts';
import { recoverDeliveries } from './jobs/deliveries/recover-deliveries.ts';
import { requeueForgotten } from './jobs/deliveries/requeue-forgotten.ts';
import { backfill } from './jobs/deploys/backfill.ts';
import { receiveDeploy } from './jobs/deploys/receive-deploy.ts';
import { resolveRange } from './jobs/deploys/resolve-range.ts';
import { publish } from './jobs/effects/publish.ts';
import { sweepDuplicates } from './jobs/effects/sweep-duplicates.ts';
import { sweepEffects } from './jobs/effects/sweep-effects.ts';
import { writesAreOff } from './jobs/effects/switches.ts';
import { investigate } from './jobs/incidents/investigate.ts';
import { narrate } from './jobs/incidents/narrate.ts';
import { readReactions } from './jobs/reactions/read-reactions.ts';
import { refillAfterOutage } from './jobs/repositories/refill-after-outage.ts';
import { refreshConfiguration } from './jobs/repositories/refresh-configuration.ts';
import { followAfterPublish } from './jobs/reverts/follow-after-publish.ts';
import { summarise } from './jobs/summary/summarise.ts';
import { wantSummaries } from './jobs/summary/want-summaries.ts';
import type { Narrator } from './narrator/contract.ts';
import type { Clock } from './platform/clock.ts';
import { createGitHubAccess } from './platform/create-github-access.ts';
import { OperationalError } from './platform/errors.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import { openDeliveryLog } from './readers/repository/delivery-log.ts';
import { openHistory } from './readers/repository/open-history.ts';
import { openReactions } from './readers/repository/open-reactions.ts';
import { openRepository } from './readers/repository/open-repository.ts';
import { openConnections } from './readers/telemetry/open-connections.ts';
import { TELEMETRY_READERS } from './readers/telemetry/registry.generated.ts';
import type { OpenStorage } from './storage/open-storage.ts';

export interface JobHandlerOptions {
  readonly configuration: InstanceConfiguration;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds between two writes to GitHub; default 1000, as GitHub asks. */
  readonly betweenWritesMs?: number;
  /** How far back before an alert metrics are read, in milliseconds; default 6 h. */
  readonly telemetryWindowMs?: number;
  /** Answers a sender of alerts that asks to be confirmed; default: one GET of the address. */
  readonly confirm?: (address: URL) => Promise<void>;
}

/** How many jobs that failed for good are gone through for a summary. */
const MOST_DEAD_JOBS = 1_000;

/** Every kind of job with what it needs: the App's key, the guard, the readers. Throws OperationalError without a private key. */
export async function jobHandlers(
  options: JobHandlerOptions,
  { storage, jobs }: Pick<OpenStorage, 'storage' | 'jobs'>,
  metrics: Metrics,
): Promise<JobHandlers> {
  const { configuration, clock, log, telemetryWindowMs = 6 * HOUR_MS, confirm = confirmSubscription() } = options;
  const { appId, privateKey, apiUrl, webUrl, webhookSecrets } = configuration.github;
  const [secret] = webhookSecrets;
  if (privateKey === undefined || secret === undefined) {
    throw new OperationalError(
      'configuration-invalid',
      `The role ${configuration.role} needs the App's private key: set PRIVATE_KEY_PATH, or run it as --role intake.`,
    );
  }
  const own = ownObjects();
  const isReadOnly = async () => configuration.readOnly || (await storage.transaction(writesAreOff));
  const access = createGitHubAccess({
    appId,
    privateKey,
    apiUrl,
    isOurs: (object) => own.has(object),
    isReadOnly,
    onDenied: (denied) => log.error(denied, 'a call to GitHub was refused by the guard'),
    ...(options.betweenWritesMs === undefined ? {} : { betweenWritesMs: options.betweenWritesMs }),
  });
  const open = openRepository(access);
  const automatic = { mode: configuration.reverts, perDay: configuration.budgets.revertDraftsPerDay };
  const dispatcher = await createDispatcher(RECORDERS);
  const narrator = await openNarrator(configuration);
  const charted = chartUrls(configuration);
  const connections = openConnections(configuration.telemetry, TELEMETRY_READERS, clock);
  const publishing = { storage, access, clock, own, marker: createMarker(secret), app: appIdentity(access) };
  const recorders = {
    github: (delivery: Parameters<typeof recordGitHubDelivery>[1]) =>
      recordGitHubDelivery({ storage, dispatcher }, delivery),
    alert: (delivery: Parameters<typeof receiveAlert>[1]) =>
      receiveAlert(
        { storage, sources: ALERT_SOURCES, clock, endpoints: configuration.endpoints, connections, confirm },
        delivery,
      ),
    deploy: (delivery: Parameters<typeof receiveDeploy>[1]) =>
      receiveDeploy({ storage, sources: DEPLOY_SOURCES, endpoints: configuration.deployEndpoints }, delivery),
  };
  return {
    'process-delivery': (payload) => processDelivery({ storage, recorders }, payload),
    'resolve-range': (payload) => resolveRange({ storage, openRepository: open }, payload),
    'refresh-configuration': (payload) => refreshConfiguration({ storage, openRepository: open }, payload),
    backfill: (payload) =>
      backfill(
        {
          storage,
          openHistory: openHistory(access),
          clock,
          onProgress: (repositoryId, progress) => log.info({ repositoryId, ...progress }, 'history filled in'),
        },
        payload,
      ),
    investigate: (payload) =>
      investigate(
        {
          storage,
          clock,
          connections,
          webUrl,
          ...charted,
          telemetryWindowMs,
          questions: configuration.budgets.questionsPerInvestigation,
          reverts: automatic,
          narrated: narrator !== undefined,
        },
        payload,
      ),
    narrate: (payload, signal) =>
      narrate(
        {
          storage,
          clock,
          webUrl,
          ...charted,
          callsPerDay: configuration.budgets.narratorCallsPerDay,
          onSilent: (incident, reason) => log.info({ incident, reason }, 'the report stays without a summary'),
          ...(narrator === undefined ? {} : { narrator }),
        },
        payload,
        signal,
      ),
    'read-reactions': (payload) => readReactions({ storage, clock, openReactions: openReactions(access) }, payload),
    ...commandHandlers({ storage, clock, log, metrics, access, webUrl, configuration }),
    publish: async (payload) => {
      await publish(
        {
          ...publishing,
          isReadOnly: configuration.readOnly,
          limits: configuration.budgets,
          onWaiting: ({ kind, id, installationId }, { limit, until }) => {
            metrics.waitingWrites.inc({ limit });
            const [budget, at] = [`budgets.${limit}`, new Date(until).toISOString()];
            log.warn({ kind, id, installationId, budget, until: at }, 'an effect waits: its budget is used up');
          },
          onSettled: ({ kind, id }, step, outcome) => log.info({ kind, id, step, ...outcome }, 'effect settled'),
        },
        payload,
      );
      await followAfterPublish(storage, payload);
    },
    'remap-alerts': async (payload) => {
      const read = await remapAlerts({ storage, clock }, payload);
      if (read > 0) log.info({ read }, 'alerts that mapped to nothing are read again');
    },
    'want-summaries': async () => {
      const wanted = await wantSummaries({ storage, clock, isReadOnly: configuration.readOnly });
      if (wanted > 0) log.info({ wanted }, 'weekly summaries are to be written');
    },
    summarise: (payload) =>
      summarise(
        { storage, clock, webUrl, isReadOnly: configuration.readOnly, deadJobs: () => jobs.dead(MOST_DEAD_JOBS) },
        payload,
      ),
    'sweep-duplicates': (payload) =>
      sweepDuplicates(
        {
          ...publishing,
          isReadOnly: configuration.readOnly,
          onDuplicate: (number, of) => {
            metrics.duplicateIssues.inc();
            log.warn({ number, of }, 'an issue that was opened twice is closed');
          },
        },
        payload,
      ),
    'recover-deliveries': async () => {
      const forgotten = await requeueForgotten({ storage, clock });
      if (forgotten > 0) log.warn({ forgotten }, 'deliveries that no job was reading are read');
      const asked = await refillAfterOutage({ storage, clock });
      if (asked > 0) log.warn({ repositories: asked }, 'after a long outage the history is filled in from the API');
      const recovered = await recoverDeliveries({ storage, log: openDeliveryLog(access), clock });
      if (recovered > 0) log.warn({ recovered }, 'deliveries that never arrived were pulled from the log');
    },
    'sweep-effects': async () => {
      const swept = await sweepEffects({ storage, clock });
      if (swept > 0) log.warn({ swept }, 'effects that were left behind are published');
    },
  };
}

/** The client of a model is loaded only where one is connected. */
async function openNarrator({ narrator }: InstanceConfiguration): Promise<Narrator | undefined> {
  if (narrator === undefined) return undefined;
  const { askModel } = await import('./narrator/ask-model.ts');
  return askModel(narrator);
}
