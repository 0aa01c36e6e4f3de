import { chartAddresses } from './charts/chart-addresses.ts';
import { chartPages, notFound } from './charts/chart-pages.ts';
import { type Certificates, fetchedCertificates } from './intake/certificates.ts';
import { deployWebhooks } from './intake/deploy-webhooks.ts';
import { DEPLOY_SOURCES } from './intake/deploys/registry.generated.ts';
import { startServer } from './intake/server/start-server.ts';
import { HOUR_MS, MINUTE_MS } from './investigation/time.ts';
import { type JobHandlerOptions, jobHandlers } from './job-handlers.ts';
import { buryDelivery } from './jobs/deliveries/bury-delivery.ts';
import { repeatJobs } from './jobs/repeat-jobs.ts';
import { createMetrics } from './platform/metrics.ts';
import type { Storage } from './storage/contract.ts';
import { openStorage } from './storage/open-storage.ts';

export interface WhatchangedOptions extends JobHandlerOptions {
  /** How often open reverts are looked after, in milliseconds; default a minute. */
  readonly followEveryMs?: number;
  /** Where the certificates of signed alerts come from; default: their vendor's own addresses. */
  readonly certificates?: Certificates;
}

export interface RunningWhatchanged {
  /** The port that the server listens on. */
  readonly port: number;
  readonly storage: Storage;
  /** Stops taking in, lets what is at work finish, and closes the database. */
  close(): Promise<void>;
}

const RECOVER_EVERY_MS = 5 * MINUTE_MS;
const SWEEP_EVERY_MS = MINUTE_MS;
const SUMMARIES_EVERY_MS = HOUR_MS;

/**
 * Builds and joins everything; with `job-handlers.ts` and `handlers/` the only place where that happens. Throws
 * OperationalError when it cannot start.
 */
export async function startWhatchanged(options: WhatchangedOptions): Promise<RunningWhatchanged> {
  const { configuration, clock, log } = options;
  const metrics = createMetrics({ process: true });
  const opened = await openStorage({ ...configuration.storage, clock, log });
  const { storage } = opened;
  const stops: (() => Promise<void>)[] = [() => opened.close()];
  try {
    if (configuration.role !== 'intake') {
      const jobs = await opened.jobs.start(await jobHandlers(options, opened, metrics), {
        onDead: async (job) => {
          await buryDelivery(storage, job);
          metrics.deadJobs.inc({ job: job.name });
        },
      });
      stops.unshift(() => jobs.stop());
      const repeated = repeatJobs({
        storage,
        onFailure: (error, name) => log.error({ error, name }, 'a repeated job could not be enqueued'),
        every: {
          'recover-deliveries': RECOVER_EVERY_MS,
          'sweep-effects': SWEEP_EVERY_MS,
          'follow-reverts': options.followEveryMs ?? MINUTE_MS,
          'want-summaries': SUMMARIES_EVERY_MS,
        },
      });
      stops.unshift(() => repeated.stop());
    }
    const deploys = deployWebhooks({
      sources: DEPLOY_SOURCES,
      endpoints: configuration.deployEndpoints,
      maxBodyBytes: configuration.server.maxAlertBodyBytes,
    });
    const { certificates = fetchedCertificates() } = options;
    const charts = chartPages({ storage, addresses: chartAddresses(configuration.github.webhookSecrets) });
    const server = await startServer({
      configuration,
      storage,
      clock,
      log,
      metrics,
      certificates,
      routes: [deploys],
      pages: (request) => charts(request) ?? notFound(),
    });
    stops.unshift(() => server.close());
    return { port: server.port, storage, close: () => inOrder(stops) };
  } catch (error) {
    await inOrder(stops);
    throw error;
  }
}

/** Stops what was started last first: whatever works on the database ends before the database is closed. */
async function inOrder(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop();
}
