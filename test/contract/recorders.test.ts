import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shippedManifests } from '../../src/cli/shipped-manifests.ts';
import type { DeployRules, RecordedFacts, Recording } from '../../src/intake/github/contract.ts';
import { createDispatcher } from '../../src/intake/github/create-dispatcher.ts';
import { RECORDERS } from '../../src/intake/github/registry.generated.ts';
import { OperationalError } from '../../src/platform/errors.ts';
import type { Delivery } from '../../src/storage/inbox-contract.ts';
import { githubFixture } from '../support/github/github-fixture.ts';
import { leftOpen } from '../support/left-open.ts';

const RECEIVED = Date.UTC(2026, 0, 1);
const RULES: DeployRules = {
  deployWorkflows: [{ workflow: 'test.yml' }, { workflow: 'test.yml', job: 'linters' }],
  deployReleases: { environment: 'production' },
};
/** Keys of GitHub's payloads that no recorder reads; without them the changes hit what matters. */
const NEVER_READ = /url$|node_id|gravatar|count|has_|allow_|site_admin|watchers|forks|stargazers|open_issues|^size$/;
const fixtures = readdirSync(new URL('../fixtures/github/', import.meta.url))
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, ...githubFixture(name.slice(0, -'.json'.length)) }));
const events = [...new Set(RECORDERS.flatMap(({ on }) => on.map((name) => name.replace(/\..*/, ''))))];
const dispatcher = await createDispatcher(RECORDERS);

async function dispatch(event: string, payload: unknown): Promise<Recording | OperationalError> {
  const delivery: Delivery = {
    installationId: 0,
    id: '1',
    endpoint: 'github',
    source: 'github',
    kind: 'github',
    dedupeKey: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    via: 'push',
    headers: { 'x-github-event': event },
    body: Buffer.from(JSON.stringify(payload)),
    receivedAt: RECEIVED,
    state: 'pending',
  };
  try {
    return await dispatcher.dispatch(delivery, async () => RULES);
  } catch (error) {
    if (error instanceof OperationalError) return error;
    throw error;
  }
}

/** Every rule that stored facts must hold, whatever came; gives what is broken. */
function brokenRules(facts: RecordedFacts): readonly string[] {
  const { installationId, repositories = [], commits = [], deployEvents = [] } = facts;
  const isId = (id: unknown) => Number.isSafeInteger(id) && Number(id) > 0;
  const isSha = (sha: string) => /^([0-9a-f]{40}|[0-9a-f]{64}|tags\/.*)$/s.test(sha);
  const rules: [string, boolean][] = [
    ['an installation', isId(installationId)],
    ['repositories with ids', [...repositories, ...commits, ...deployEvents].every((one) => isId(one.repositoryId))],
    ['repositories with names', repositories.every(({ fullName }) => /^[^/]+\/[^/]+$/.test(fullName))],
    ['full SHAs', [...commits, ...deployEvents].every(({ sha }) => isSha(sha))],
    ['times', deployEvents.every(({ at }) => Number.isFinite(at))],
    ['services', deployEvents.every(({ service }) => service !== '' && service.length <= 300)],
    ['statement ids', new Set(deployEvents.map(({ eventId }) => eventId)).size === deployEvents.length],
    ['text that can be stored', !/\0/.test(JSON.stringify(facts)) && JSON.stringify(facts).isWellFormed()],
    ['addresses', deployEvents.every(({ url }) => url === undefined || /^https?:/i.test(url))],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

test('every recorder has a captured payload, named after its event', () => {
  expect(fixtures.map(({ event }) => event).sort()).toEqual([...events].sort());
  expect(fixtures.map(({ name }) => name.replace('.json', ''))).toEqual(
    fixtures.map(({ event }) => event.replaceAll('_', '-')),
  );
});

test('nothing that `whatchanged new` left to be filled in is left', () => {
  const files = readdirSync(new URL('../../src/intake/github/', import.meta.url));
  expect(leftOpen(...files.map((name) => `src/intake/github/${name}`))).toEqual([]);
});

test('the App asks for every recorded event that GitHub does not send to every App', () => {
  // Jobs are asked for where a rule names one, and `doctor` says so.
  const unasked = ['installation', 'installation_repositories', 'workflow_job'];
  for (const { events: asked } of Object.values(shippedManifests())) {
    expect(events.filter((event) => !asked.includes(event))).toEqual(unasked);
  }
});

describe.each(fixtures)('$name', ({ event, payload }) => {
  test('is recorded under its own event', async () => {
    const recording = await dispatch(event, payload);
    expect(recording).toMatchObject({ kind: 'facts', facts: { installationId: expect.any(Number) } });
    if ('facts' in recording) expect(brokenRules(recording.facts)).toEqual([]);
  });

  test.each(events.filter((other) => other !== event))('is not recorded when it is sent as %s', async (other) => {
    for (const action of [payload.action, 'created', 'closed', 'completed', 'published', 'added']) {
      expect(await dispatch(other, { ...payload, action })).not.toMatchObject({ kind: 'facts' });
    }
    const { action: _, ...without } = payload;
    expect(await dispatch(other, without)).not.toMatchObject({ kind: 'facts' });
  });

  test.each([undefined, null, {}, { id: '1' }, { id: 2 ** 53 }, { id: -1 }, { id: 1.5 }, [], 'x'])(
    'belongs to nobody with the installation %j',
    async (installation) => {
      expect(await dispatch(event, { ...payload, installation })).toMatchObject({ code: 'delivery-invalid' });
    },
  );

  test('says where it cannot be read and repeats nothing from it', async () => {
    const secret = 'ghp_a-secret-that-nobody-may-see';
    const outcome = await dispatch(event, { ...payload, installation: secret });
    expect(outcome).toMatchObject({ message: expect.stringContaining('installation') });
    expect('message' in outcome && outcome.message).not.toContain(secret);
  });

  test('with any of its values replaced it is recorded well, ignored or invalid, and never fails otherwise', async () => {
    // A copy each time: a value that stands in two places, or inside itself, is none that JSON could have carried.
    const strange = fc
      .oneof(
        fc.constantFrom<unknown>(null, '', 0, -1, 2 ** 53 + 1, 1e300, [], {}, true, '0001-01-01T00:00:00Z', '\u0000'),
        fc.string({ unit: 'binary' }),
        fc.jsonValue(),
      )
      .map((value) => structuredClone(value));
    const paths = leafPaths(payload).filter((path) => !NEVER_READ.test(String(path.at(-1))));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...paths), strange), { maxLength: 3 }), async (changes) => {
        const outcome = await dispatch(event, replaced(payload, changes));
        if (outcome instanceof OperationalError) expect(outcome.code).toBe('delivery-invalid');
        else if (outcome.kind === 'facts') expect(brokenRules(outcome.facts)).toEqual([]);
        else expect(outcome.reason).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });
});

type Path = readonly (string | number)[];

function leafPaths(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => leafPaths(child, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

function replaced(payload: object, changes: readonly (readonly [Path, unknown])[]): unknown {
  const copy = structuredClone(payload);
  for (const [path, value] of changes) {
    const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], copy);
    if (typeof parent === 'object' && parent !== null) Reflect.set(parent, path.at(-1) ?? '', value);
  }
  return copy;
}
