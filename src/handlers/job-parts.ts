import type { InstanceConfiguration } from '../config/instance-configuration.ts';
import type { OwnObjects } from '../effects/own-objects.ts';
import type { Clock } from '../platform/clock.ts';
import type { GitHubAccess } from '../platform/github-access.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import type { OpenConnection } from '../readers/telemetry/contract.ts';
import type { Storage } from '../storage/contract.ts';
import type { JobRunner } from '../storage/job-runner.ts';

/** What the jobs are made of; each is built once, in `job-handlers.ts`. */
export interface JobParts {
  readonly configuration: InstanceConfiguration;
  readonly storage: Storage;
  readonly jobs: Pick<JobRunner, 'dead'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly access: GitHubAccess;
  /** Which objects on GitHub the guard lets this process edit. */
  readonly own: OwnObjects;
  readonly connections: readonly OpenConnection[];
}
