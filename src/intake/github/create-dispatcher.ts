import { AsyncLocalStorage } from 'node:async_hooks';
import type { EmitterWebhookEvent } from '@octokit/webhooks';
import { pino } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import { OperationalError } from '../../platform/errors.ts';
import type { Delivery } from '../../storage/inbox-contract.ts';
import type { GitHubDispatcher, Recorder, Recording, RulesOf } from './contract.ts';

const NO_SUCH_ACTION = 'an action that nothing records';

/** What one dispatch hands to its handler, and what the handler leaves behind. */
interface Dispatch {
  readonly delivery: Delivery;
  readonly rulesOf: RulesOf;
  result?: { readonly recording: Recording } | { readonly error: unknown };
}

/**
 * Probot as a dispatcher only: no server, no token that works and no request that leaves. Handlers are registered once;
 * what belongs to one delivery travels beside Probot in the asynchronous context.
 */
export async function createDispatcher(recorders: readonly Recorder[]): Promise<GitHubDispatcher> {
  const current = new AsyncLocalStorage<Dispatch>();
  const probot = new Probot({
    githubToken: 'recorders-only-record',
    Octokit: ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } }),
    request: { fetch: refuseToCall },
    // Probot logs whole payloads, and errors with the payload inside: the outcome of a delivery is told elsewhere.
    log: pino({ level: 'silent' }),
  });
  await probot.load((app) => {
    for (const recorder of recorders) app.on([...recorder.on], ({ payload }) => record(recorder, payload, current));
  });
  const names = new Set(recorders.flatMap(({ on }) => on.map((name) => name.replace(/\..*$/, ''))));

  return {
    async dispatch(delivery, rulesOf) {
      const name = delivery.headers['x-github-event'] ?? '';
      if (!names.has(name)) return { kind: 'ignored', reason: 'an event that nothing records' };
      const payload = parseBody(delivery);
      if (!hasReadableAction(payload)) return { kind: 'ignored', reason: NO_SUCH_ACTION };
      const dispatch: Dispatch = { delivery, rulesOf };
      const event = { id: delivery.dedupeKey, name, payload } as unknown as EmitterWebhookEvent;
      await current.run(dispatch, () => probot.receive(event));
      if (dispatch.result === undefined) return { kind: 'ignored', reason: NO_SUCH_ACTION };
      if ('error' in dispatch.result) throw dispatch.result.error;
      return dispatch.result.recording;
    },
  };
}

/** Failures are kept rather than thrown: Probot would tie the whole payload to them. */
async function record(recorder: Recorder, payload: unknown, current: AsyncLocalStorage<Dispatch>): Promise<void> {
  const dispatch = current.getStore();
  if (dispatch === undefined) throw new Error('a recorder ran outside a dispatch');
  const { delivery, rulesOf } = dispatch;
  try {
    const rules = await rulesFor(payload, rulesOf);
    dispatch.result = { recording: recorder.read(payload, { receivedAt: delivery.receivedAt, rules }) };
  } catch (error) {
    dispatch.result = { error };
  }
}

async function rulesFor(payload: unknown, rulesOf: RulesOf): ReturnType<RulesOf> {
  const { installation, repository } = payload as { installation?: { id?: unknown }; repository?: { id?: unknown } };
  const [installationId, repositoryId] = [installation?.id, repository?.id];
  if (!Number.isSafeInteger(installationId) || !Number.isSafeInteger(repositoryId)) return {};
  return rulesOf(installationId as number, repositoryId as number);
}

function parseBody({ body }: Delivery): object {
  const payload = readJson(body);
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload)) return payload;
  throw new OperationalError('delivery-invalid', 'the body of a GitHub delivery is not a JSON object');
}

/** Probot puts the action into a name, which fails for an object whose `toString` is none. */
function hasReadableAction(payload: object): boolean {
  return !('action' in payload) || typeof payload.action === 'string';
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new OperationalError('delivery-invalid', 'the body of a GitHub delivery is not JSON', { cause });
  }
}

function refuseToCall(): never {
  throw new OperationalError('guard-denied', 'a recorder tried to call GitHub: recorders only record');
}
