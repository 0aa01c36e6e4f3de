import type { TelemetryConnection } from '../../config/telemetry-connections.ts';
import type { Clock } from '../../platform/clock.ts';
import { createHttpClient } from '../../platform/create-http-client.ts';
import type { OpenConnection, TelemetryReader } from './contract.ts';

/** The addresses inside an operator's settings: only these may lie in a private network. */
function addressesIn(options: unknown): string[] {
  if (typeof options === 'string') return URL.canParse(options) ? [options] : [];
  if (typeof options !== 'object' || options === null) return [];
  return Object.values(options).flatMap(addressesIn);
}

/** Opens every configured connection; each reaches nothing but the addresses that its own settings name. */
export function openConnections(
  connections: readonly TelemetryConnection[],
  readers: readonly TelemetryReader[],
  clock: Clock,
): readonly OpenConnection[] {
  return connections.flatMap(({ id, reader: readerId, options, services }) => {
    const reader = readers.find((candidate) => candidate.id === readerId);
    if (reader === undefined) return [];
    const http = createHttpClient({ allowAddresses: addressesIn(options), clock });
    const connected = (signal: AbortSignal) => ({ options, http, now: clock.now(), signal });
    return [
      {
        id,
        reader: readerId,
        ...(services === undefined ? {} : { services }),
        read: (query, signal, bill) =>
          reader.read(query, { ...connected(signal), ...(bill === undefined ? {} : { bill }) }),
        ...(reader.readRule === undefined
          ? {}
          : { readRule: async (alert, signal) => reader.readRule?.(alert, connected(signal)) }),
        ...(reader.opens === undefined
          ? {}
          : { opens: reader.opens, readAlert: async (alert, signal) => reader.readAlert?.(alert, connected(signal)) }),
      },
    ];
  });
}
