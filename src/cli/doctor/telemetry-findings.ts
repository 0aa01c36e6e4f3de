import { MINUTE_MS } from '../../investigation/time.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import { TELEMETRY_READERS } from '../../readers/telemetry/registry.generated.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/** As long as a person waits; a reading of an investigation has no more. */
const DEADLINE_MS = 15_000;
const WINDOW_MS = 5 * MINUTE_MS;
const STEP_SECONDS = 60;

/** Asks each connected system its cheapest question, by the reader's own way and so with nothing but reads. */
export async function telemetryFindings(patient: Patient): Promise<readonly Finding[]> {
  if (patient.connections.length === 0) {
    return [
      {
        state: 'warning',
        says: 'No telemetry is connected: a verdict rests on the alert and the deploys alone.',
        todo: 'Set PROMETHEUS_URL, or list telemetry in the file of WHATCHANGED_CONFIG; `whatchanged sources` lists the readers.',
      },
    ];
  }
  const service = await anyService(patient);
  return Promise.all(patient.connections.map((connection) => probe(connection, service, patient.clock.now())));
}

async function probe(connection: OpenConnection, known: string | undefined, now: number): Promise<Finding> {
  const subject = `${connection.id} (${connection.reader})`;
  const reader = TELEMETRY_READERS.find(({ id }) => id === connection.reader);
  if (reader?.probe === undefined) {
    return {
      state: 'skipped',
      subject,
      says: 'It can only be asked questions of your own; the next incident asks them.',
    };
  }
  const query = {
    id: 'doctor',
    query: reader.probe,
    from: now - WINDOW_MS,
    to: now,
    stepSeconds: STEP_SECONDS,
    as: { service: connection.services?.[0] ?? known ?? 'whatchanged' },
  };
  try {
    const { partial } = await connection.read(query, AbortSignal.timeout(DEADLINE_MS));
    const remarks = partial.length === 0 ? '' : ` It remarked: ${partial.join('; ')}.`;
    return { state: 'ok', subject, says: `It answers.${remarks}` };
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    if (!late && !(error instanceof OperationalError)) throw error;
    const says = late ? `There was no answer within ${DEADLINE_MS / 1_000} s.` : error.message;
    const todo = `Compare its options with \`whatchanged doctor --setup ${reader.id}\`.`;
    return { state: 'problem', subject, says, todo, setup: reader.setup };
  }
}

/** A name that logs may well be kept under. */
async function anyService({ storage }: Patient): Promise<string | undefined> {
  return storage?.transaction(async (tx) => {
    for (const { installationId } of await tx.installations.list()) {
      const [key] = await tx.ledger.keys(installationId);
      if (key !== undefined) return key.service;
    }
    return undefined;
  });
}
