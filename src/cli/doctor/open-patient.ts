import { type InstanceConfiguration, loadInstanceConfiguration } from '../../config/instance-configuration.ts';
import { counted } from '../../investigation/report/format-number.ts';
import { type Clock, systemClock } from '../../platform/clock.ts';
import { createGitHubAccess } from '../../platform/create-github-access.ts';
import { createHttpClient } from '../../platform/create-http-client.ts';
import { OperationalError } from '../../platform/errors.ts';
import { openAppFacts } from '../../readers/repository/open-app-facts.ts';
import { openConnections } from '../../readers/telemetry/open-connections.ts';
import { TELEMETRY_READERS } from '../../readers/telemetry/registry.generated.ts';
import { shippedManifests } from '../shipped-manifests.ts';
import type { Check } from './examine.ts';
import { openStore } from './open-store.ts';
import type { Patient } from './patient.ts';

/** The first two checks, which open what the others look at; `patient` is absent where the settings cannot be read. */
export interface OpenedPatient {
  readonly opening: readonly Check[];
  readonly patient?: Patient;
  close(): Promise<void>;
}

const HEALTH_TIMEOUT_MS = 5_000;

/** Reads the settings of this process and opens everything that they name, read-only. */
export async function openPatient(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  clock: Clock = systemClock,
): Promise<OpenedPatient> {
  let configuration: InstanceConfiguration;
  try {
    configuration = loadInstanceConfiguration(environment);
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    const todo = 'Correct each; the others are only looked at then.';
    const findings = [{ state: 'problem' as const, says: error.message, todo }];
    return { opening: [{ id: 'settings', title: 'Settings', findings }], close: async () => undefined };
  }
  const { opened, finding } = await openStore(configuration, clock);
  const { host, port, publicUrl } = configuration.server;
  const own = [
    `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    ...(publicUrl === undefined ? [] : [publicUrl]),
  ];
  const { endpoints, deployEndpoints, telemetry, role } = configuration;
  const counts = [
    counted(endpoints.length, 'alert endpoint', 'alert endpoints'),
    counted(deployEndpoints.length, 'deploy endpoint', 'deploy endpoints'),
    counted(telemetry.length, 'telemetry connection', 'telemetry connections'),
  ].join(', ');
  return {
    opening: [
      {
        id: 'settings',
        title: 'Settings',
        findings: [{ state: 'ok', says: `They can be read: role ${role}, ${counts}.` }],
      },
      { id: 'store', title: 'The store', findings: [finding] },
    ],
    patient: {
      configuration,
      clock,
      ...(opened === undefined ? {} : { storage: opened.storage, jobs: opened.jobs }),
      ...githubOf(configuration, clock),
      connections: openConnections(telemetry, TELEMETRY_READERS, clock),
      http: createHttpClient({ allowAddresses: own, clock, retries: 0, timeoutMs: HEALTH_TIMEOUT_MS }),
      manifests: shippedManifests(),
    },
    close: async () => opened?.close(),
  };
}

/** The guard lets nothing through that could change anything: no object is ours, and the kill switch is on. */
function githubOf({ github }: InstanceConfiguration, clock: Clock): Pick<Patient, 'github'> {
  const { appId, privateKey, apiUrl } = github;
  if (privateKey === undefined) return {};
  const access = createGitHubAccess({ appId, privateKey, apiUrl, isOurs: () => false, isReadOnly: () => true });
  return { github: openAppFacts(access, () => clock.now()) };
}
