import type { InstanceConfiguration } from './config/instance-configuration.ts';
import { ownObjects } from './effects/own-objects.ts';
import { commandHandlers } from './handlers/command-handlers.ts';
import { deliveryHandlers } from './handlers/delivery-handlers.ts';
import { effectHandlers } from './handlers/effect-handlers.ts';
import { incidentHandlers } from './handlers/incident-handlers.ts';
import type { JobParts } from './handlers/job-parts.ts';
import { repositoryHandlers } from './handlers/repository-handlers.ts';
import { summaryHandlers } from './handlers/summary-handlers.ts';
import { confirmSubscription } from './intake/alerts/confirm-subscription.ts';
import { HOUR_MS } from './investigation/time.ts';
import type { JobHandlers } from './jobs/contract.ts';
import { writesAreOff } from './jobs/effects/switches.ts';
import type { Clock } from './platform/clock.ts';
import { createGitHubAccess } from './platform/create-github-access.ts';
import { OperationalError } from './platform/errors.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
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
  /** Confirms a subscription at its address; default: one GET of it. */
  readonly confirm?: (address: URL) => Promise<void>;
}

/** Every kind of job with what it needs: the App's key, the guard, the readers. Throws OperationalError without a private key. */
export async function jobHandlers(
  options: JobHandlerOptions,
  { storage, jobs }: Pick<OpenStorage, 'storage' | 'jobs'>,
  metrics: Metrics,
): Promise<JobHandlers> {
  const { configuration, clock, log, telemetryWindowMs = 6 * HOUR_MS, confirm = confirmSubscription() } = options;
  const { appId, privateKey, apiUrl, webhookSecrets } = configuration.github;
  const [secret] = webhookSecrets;
  if (privateKey === undefined || secret === undefined) {
    throw new OperationalError(
      'configuration-invalid',
      `The role ${configuration.role} needs the App's private key: set PRIVATE_KEY_PATH, or run it as --role intake.`,
    );
  }
  const own = ownObjects();
  const access = createGitHubAccess({
    appId,
    privateKey,
    apiUrl,
    isOurs: (object) => own.has(object),
    isReadOnly: async () => configuration.readOnly || (await storage.transaction(writesAreOff)),
    onDenied: (denied) => log.error(denied, 'a call to GitHub was refused by the guard'),
    ...(options.betweenWritesMs === undefined ? {} : { betweenWritesMs: options.betweenWritesMs }),
  });
  const connections = openConnections(configuration.telemetry, TELEMETRY_READERS, clock);
  const parts: JobParts = { configuration, storage, jobs, clock, log, metrics, access, own, connections };
  return {
    ...(await deliveryHandlers(parts, confirm)),
    ...repositoryHandlers(parts),
    ...(await incidentHandlers(parts, telemetryWindowMs)),
    ...commandHandlers(parts),
    ...effectHandlers(parts, secret),
    ...summaryHandlers(parts),
  };
}
