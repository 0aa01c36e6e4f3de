import { describe, expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import type { Delivery } from '../../storage/inbox-contract.ts';
import type { RulesOf } from './contract.ts';
import { createDispatcher } from './create-dispatcher.ts';
import { RECORDERS } from './registry.generated.ts';

const dispatcher = await createDispatcher(RECORDERS);
const noRules: RulesOf = async () => ({});

function delivery(event: string | undefined, body: unknown): Delivery {
  return {
    installationId: 0,
    id: '1',
    endpoint: 'github',
    source: 'github',
    kind: 'github',
    dedupeKey: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    via: 'push',
    headers: event === undefined ? {} : { 'x-github-event': event },
    body: typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body)),
    receivedAt: Date.UTC(2026, 0, 1),
    state: 'pending',
  };
}

test('a delivery reaches the recorder of its event', async () => {
  const recording = await dispatcher.dispatch(delivery('push', githubFixture('push').payload), noRules);
  expect(recording).toMatchObject({ kind: 'facts', facts: { installationId: 1 } });
});

test('the rules of the delivery’s own repository are asked for', async () => {
  const asked: unknown[] = [];
  await dispatcher.dispatch(delivery('release', githubFixture('release').payload), async (...whose) => {
    asked.push(whose);
    return { deployReleases: { environment: 'prod' } };
  });
  expect(asked).toEqual([[1, 186853002]]);
});

test('many deliveries at once never mix', async () => {
  const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
  const recordings = await Promise.all(
    numbers.map((id) =>
      dispatcher.dispatch(delivery('push', changed(githubFixture('push').payload, { installation: { id } })), noRules),
    ),
  );
  expect(recordings.map((recording) => recording.kind === 'facts' && recording.facts.installationId)).toEqual(numbers);
});

describe('what nothing records is ignored', () => {
  test.each(['star', 'PUSH', 'error', '*', '__proto__', 'push.created', 'x'.repeat(10_000), '', undefined])(
    'the event %j',
    async (event) => {
      expect(await dispatcher.dispatch(delivery(event, githubFixture('push').payload), noRules)).toEqual({
        kind: 'ignored',
        reason: 'an event that nothing records',
      });
    },
  );

  test.each(['opened', 'closed.closed', '__proto__', { toString: 'closed' }, null, 7])(
    'the action %j',
    async (action) => {
      const payload = changed(githubFixture('pull-request').payload, { action });
      expect(await dispatcher.dispatch(delivery('pull_request', payload), noRules)).toEqual({
        kind: 'ignored',
        reason: 'an action that nothing records',
      });
    },
  );
});

describe('what cannot be read is invalid', () => {
  test.each([
    ['nothing', ''],
    ['half of JSON', '{"ref":'],
    ['two documents', '{}{}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"push"'],
    ['a number', '1'],
    ['an empty object', '{}'],
    ['deep nesting', `${'['.repeat(100_000)}`],
  ])('%s', async (_, body) => {
    await expect(dispatcher.dispatch(delivery('push', body), noRules)).rejects.toMatchObject({
      code: 'delivery-invalid',
      retryable: false,
    });
  });

  test('bytes that are no text', async () => {
    const bytes = { ...delivery('push', ''), body: Uint8Array.of(0x7b, 0xff, 0x7d) };
    await expect(dispatcher.dispatch(bytes, noRules)).rejects.toMatchObject({ code: 'delivery-invalid' });
  });
});

test('a failure to read the rules is told as it is', async () => {
  const failure = new Error('the database is away');
  const dispatch = dispatcher.dispatch(delivery('push', githubFixture('push').payload), async () => {
    throw failure;
  });
  await expect(dispatch).rejects.toBe(failure);
  expect(failure).not.toHaveProperty('event');
});
