import type { Patient } from '../../../src/cli/doctor/patient.ts';
import { shippedManifests } from '../../../src/cli/shipped-manifests.ts';
import type { InstanceConfiguration } from '../../../src/config/instance-configuration.ts';
import { OperationalError } from '../../../src/platform/errors.ts';
import type { AppFacts } from '../../../src/readers/repository/open-app-facts.ts';
import type { Storage, Transaction } from '../../../src/storage/contract.ts';
import type { DeliveryBrief } from '../../../src/storage/inbox-contract.ts';

/** When the doctor of these tests looks. */
export const LOOKED_AT = Date.parse('2026-11-25T12:00:00Z');

/** What is stored, as far as the doctor's checks read it. */
export interface PatientsStorage {
  /** By installation and name, such as `1 refused:default`. */
  readonly cursors?: Readonly<Record<string, unknown>>;
  /** Newest first. */
  readonly deliveries?: readonly Partial<DeliveryBrief>[];
  /** Which repositories each installation covers. */
  readonly repositories?: Readonly<
    Record<number, readonly { readonly repositoryId: number; readonly removed: boolean }[]>
  >;
}

interface Told {
  readonly configuration?: Partial<InstanceConfiguration>;
  readonly publicUrl?: string;
  readonly stored?: PatientsStorage;
  readonly github?: Partial<AppFacts>;
}

/** A patient for one check: what is not given is not there. */
export function patientInMemory({ configuration, publicUrl, stored, github }: Told): Patient {
  return {
    configuration: {
      role: 'all',
      reverts: 'on-request',
      github: { appId: 12 },
      server: { host: '127.0.0.1', port: 3000, ...(publicUrl === undefined ? {} : { publicUrl }) },
      endpoints: [],
      deployEndpoints: [],
      ...configuration,
    } as InstanceConfiguration,
    clock: { now: () => LOOKED_AT },
    ...(stored === undefined ? {} : { storage: storageOf(stored) }),
    ...(github === undefined ? {} : { github: github as AppFacts }),
    connections: [],
    http: {
      request: async () => {
        throw new OperationalError('upstream-failed', 'nothing is reached');
      },
    },
    manifests: shippedManifests(),
  };
}

function storageOf({ cursors = {}, deliveries = [], repositories = {} }: PatientsStorage): Storage {
  const tx = {
    cursors: {
      get: async (installationId: number, name: string) => {
        const kept = cursors[`${installationId} ${name}`];
        return kept === undefined ? undefined : JSON.stringify(kept);
      },
    },
    inbox: {
      brief: async ({ state, installationId, endpoint, limit }: Parameters<Transaction['inbox']['brief']>[0]) =>
        deliveries
          .filter((one) => state === undefined || one.state === state)
          .filter((one) => installationId === undefined || one.installationId === installationId)
          .filter((one) => endpoint === undefined || one.endpoint === endpoint)
          .slice(0, limit),
      countByState: async () => {
        const counts = { pending: 0, done: 0, ignored: 0, unmapped: 0, dead: 0 };
        for (const { state } of deliveries) if (state !== undefined) counts[state] += 1;
        return counts;
      },
      oldestUnprocessedAt: async () => deliveries.findLast(({ state }) => state === 'pending')?.receivedAt,
    },
    alerts: { unmapped: async () => [] },
    installations: {
      list: async () => Object.keys(repositories).map((id) => ({ installationId: Number(id) })),
    },
    repositories: { list: async (installationId: number) => repositories[installationId] ?? [] },
  } as unknown as Transaction;
  return { transaction: (work) => work(tx), ping: async () => undefined, close: async () => undefined };
}
