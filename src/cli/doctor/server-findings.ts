import { OperationalError } from '../../platform/errors.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/** Whether `whatchanged serve` answers where it listens, and under the address that senders use. */
export async function serverFindings(patient: Patient): Promise<readonly Finding[]> {
  const { host, port, publicUrl } = patient.configuration.server;
  const near = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const localUrl = `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
  const local: Finding =
    port === 0
      ? { state: 'skipped', says: 'PORT is 0: any free port is taken, and which one is only in the log.' }
      : await answers(patient, localUrl, {
          state: 'problem',
          todo: 'Start `whatchanged serve` with these settings.',
        });
  if (publicUrl === undefined) {
    const says = 'PUBLIC_URL is not set: whether senders reach this server cannot be seen from here.';
    return [local, { state: 'skipped', says, todo: 'Set it to the address that GitHub and the alert senders use.' }];
  }
  if (publicUrl === localUrl) return [local];
  const outside = await answers(patient, publicUrl, {
    state: 'warning',
    todo: 'Let the proxy or tunnel in front forward to this server. It may be that only this machine cannot reach it.',
  });
  return [local, outside];
}

async function answers(
  { http }: Patient,
  address: string,
  otherwise: Pick<Finding, 'state' | 'todo'>,
): Promise<Finding> {
  try {
    const { status, text } = await http.request({ method: 'GET', url: new URL(`${address}/healthz`), accept: [503] });
    if (status === 503) {
      const todo = 'See the log of the server: it cannot reach the database.';
      return { state: 'problem', subject: address, says: 'The server answers, but its database is away.', todo };
    }
    if (!text.includes('"status":"ok"')) {
      return { ...otherwise, subject: address, says: 'Something else than whatchanged answers there.' };
    }
    return { state: 'ok', subject: address, says: 'whatchanged answers.' };
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return { ...otherwise, subject: address, says: error.message };
  }
}
