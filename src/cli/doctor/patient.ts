import type { InstanceConfiguration } from '../../config/instance-configuration.ts';
import type { Clock } from '../../platform/clock.ts';
import type { HttpClient } from '../../platform/http-client.ts';
import type { AppFacts } from '../../readers/repository/open-app-facts.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import type { Storage } from '../../storage/contract.ts';
import type { JobRunner } from '../../storage/job-runner.ts';
import type { Manifest } from './compare-manifest.ts';

/** What the doctor examines; what is absent could not be opened, and the checks that need it are skipped. */
export interface Patient {
  readonly configuration: InstanceConfiguration;
  readonly clock: Clock;
  readonly storage?: Storage;
  readonly jobs?: Pick<JobRunner, 'dead'>;
  /** Absent in the role `intake`, which has no private key. */
  readonly github?: AppFacts;
  readonly connections: readonly OpenConnection[];
  /** Reaches the addresses of this very server and nothing else. */
  readonly http: HttpClient;
  /** The App as we ship it, without write access to code, and with it. */
  readonly manifests: { readonly observe: Manifest; readonly full: Manifest };
}
