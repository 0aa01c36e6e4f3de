import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { AlertReading, AlertSource, IncomingRequest } from '../../src/intake/alerts/contract.ts';
import { ALERT_SOURCES } from '../../src/intake/alerts/registry.generated.ts';
import { JUNK_BODIES } from '../support/intake/junk-bodies.ts';
import { stringLeaves } from '../support/intake/string-leaves.ts';
import { wrongCredentials } from '../support/intake/wrong-credentials.ts';
import { leftOpen } from '../support/left-open.ts';

const FIXTURES = new URL('../fixtures/alerts/', import.meta.url);
const SECRET = 'Contract-suite-secret-0123456789';
const NOW = Date.UTC(2026, 10, 25, 12);

interface Fixture {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The captured payloads of a source; those that are no alert lie in the folders `ignored` and `unmapped`. */
function fixturesOf(id: string, kind = ''): readonly Fixture[] {
  const folder = new URL(`${id}/${kind}`, FIXTURES);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return names.map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }));
}

function read(source: AlertSource, bytes: Uint8Array, receivedAt = NOW): AlertReading {
  return source.read(JSON.parse(Buffer.from(bytes).toString('utf8')), source.sign(bytes, SECRET, NOW), receivedAt);
}

/** Why a body is no alert; nothing where it is one, or asks for something else. */
function reasonOf(reading: AlertReading): string {
  return reading.kind === 'unmapped' || reading.kind === 'ignored' ? reading.reason : '';
}

function alertsOf(reading: AlertReading) {
  return reading.kind === 'alerts' ? reading.alerts : [];
}

test('there are alert sources, and every one has its own id', () => {
  const ids = ALERT_SOURCES.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every folder of captured payloads belongs to a source', () => {
  const folders = readdirSync(FIXTURES).sort();
  expect(folders).toEqual(folders.filter((folder) => ALERT_SOURCES.some(({ id }) => id === folder)));
});

describe.each(ALERT_SOURCES.map((source) => ({ id: source.id, source })))('$id', ({ id, source }) => {
  const fixtures = fixturesOf(id);
  const [first] = fixtures;
  // Of an empty table Jest says only that it is empty; a test of its own says that there is no payload.
  const testEach = fixtures.length === 0 ? () => undefined : test.each(fixtures);
  const signed = (bytes: Uint8Array, now = NOW): IncomingRequest => ({
    headers: { 'content-type': 'application/json', ...source.sign(bytes, SECRET, now) },
    body: bytes,
    now,
  });

  test('describes itself and how to connect it', () => {
    expect(source.id).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(source.name).not.toBe('');
    expect(new URL(source.docs).protocol).toBe('https:');
    expect(source.setup).toContain(`/alerts/${id}/`);
  });

  test('nothing that `whatchanged new` left to be filled in is left', () => {
    expect(leftOpen(`src/intake/alerts/${id}.ts`, `test/fixtures/alerts/${id}/SOURCE.md`)).toEqual([]);
  });

  test('has at least one captured payload, and tells where it comes from', () => {
    expect(fixtures.map(({ name }) => name)).not.toEqual([]);
    expect(readFileSync(new URL(`${id}/SOURCE.md`, FIXTURES), 'utf8').length).toBeGreaterThan(50);
  });

  test('a sender with the secret is let in, with either secret while one is rotated', () => {
    for (const { bytes } of fixtures) {
      expect(source.authenticate(signed(bytes), { secrets: [SECRET] })).toBe(true);
      expect(source.authenticate(signed(bytes), { secrets: ['the-next-secret-of-this-endpoint', SECRET] })).toBe(true);
    }
  });

  test('any body with the right credential is let in: whether it can be read is decided later', () => {
    for (const bytes of JUNK_BODIES.values()) {
      expect(source.authenticate(signed(bytes), { secrets: [SECRET] })).toBe(true);
    }
  });

  describe.each([...wrongCredentials(source, first?.bytes ?? Buffer.alloc(0), SECRET, NOW)])('%s', (_, headers) => {
    test('is refused', () => {
      const request = { headers, body: first?.bytes ?? Buffer.alloc(0), now: NOW };
      expect(source.authenticate(request, { secrets: [SECRET] })).toBe(false);
    });
  });

  test('nobody is let in where there is no secret, or an empty one', () => {
    const body = first?.bytes ?? Buffer.alloc(0);
    expect(source.authenticate(signed(body), { secrets: [] })).toBe(false);
    const empty = { headers: source.sign(body, '', NOW), body, now: NOW };
    expect(source.authenticate(empty, { secrets: [''] })).toBe(false);
    expect(source.authenticate({ headers: {}, body, now: NOW }, { secrets: [''] })).toBe(false);
  });

  test('no header that carries the secret is stored', () => {
    const secretHeaders = Object.entries(source.sign(first?.bytes ?? Buffer.alloc(0), SECRET, NOW))
      .filter(([, value]) => value.includes(SECRET))
      .map(([name]) => name);
    expect(source.keepHeaders.filter((name) => secretHeaders.includes(name))).toEqual([]);
    expect(source.keepHeaders).toEqual(source.keepHeaders.map((name) => name.toLowerCase()));
    expect(source.keepHeaders).not.toContain('authorization');
    expect(source.keepHeaders).not.toContain('cookie');
  });

  test('a delivery that is sent again within a minute has the same dedupe key, and every other one another', () => {
    const key = (bytes: Uint8Array, at: number) => source.dedupeKey(signed(bytes, NOW), at);
    for (const { bytes } of fixtures) expect(key(bytes, NOW + 60_000)).toBe(key(bytes, NOW));
    const keys = fixtures.map(({ bytes }) => key(bytes, NOW));
    expect(new Set(keys).size).toBe(fixtures.length);
  });

  test('every body has a dedupe key of a bounded length', () => {
    for (const [name, bytes] of JUNK_BODIES) {
      const key = source.dedupeKey(signed(bytes), NOW);
      expect([name, key.length > 0 && key.length <= 255]).toEqual([name, true]);
    }
  });

  testEach('$name is read into alerts that say what, where and since when', ({ bytes }) => {
    const alerts = alertsOf(read(source, bytes));
    expect(alerts.length).toBeGreaterThan(0);
    for (const alert of alerts) {
      expect(alert.source).toBe(id);
      expect(alert.title).not.toBe('');
      expect(alert.key).not.toBe('');
      expect(Number.isSafeInteger(alert.startsAt)).toBe(true);
    }
    expect(new Set(alerts.map(({ key }) => key)).size).toBe(alerts.length);
  });

  test('what is captured and is no alert is told apart, with a reason', () => {
    for (const kind of ['ignored', 'unmapped'] as const) {
      for (const { name, bytes } of fixturesOf(id, `${kind}/`)) {
        const reading = read(source, bytes);
        expect([name, reading.kind, /^.{10,300}$/s.test(reasonOf(reading))]).toEqual([name, kind, true]);
      }
    }
  });

  test('a name of another installation in the payload goes no further than a label', () => {
    const foreign = 999_777;
    const said = { installation: { id: foreign }, installationId: foreign, tenant: foreign, repositoryId: foreign };
    for (const { bytes } of fixtures) {
      const body = JSON.parse(bytes.toString('utf8')) as object;
      for (const alert of alertsOf(source.read({ ...body, ...said }, source.sign(bytes, SECRET, NOW), NOW))) {
        const { labels: _, ...rest } = alert;
        expect(JSON.stringify(rest)).not.toContain(String(foreign));
      }
    }
  });

  test('a secret that is wrong is not told, nor is the right one', () => {
    const body = first?.bytes ?? Buffer.alloc(0);
    const said = source.authenticate({ headers: {}, body, now: NOW }, { secrets: [SECRET] });
    expect(said).toBe(false);
    for (const bytes of JUNK_BODIES.values()) expect(source.dedupeKey(signed(bytes), NOW)).not.toContain(SECRET);
  });

  testEach('$name keeps the vendor’s own start, whenever it arrives', ({ bytes }) => {
    const text = bytes.toString('utf8');
    const late = alertsOf(read(source, bytes, NOW + 40 * 86_400_000));
    expect(late.map(({ startsAt }) => startsAt)).toEqual(alertsOf(read(source, bytes)).map(({ startsAt }) => startsAt));
    for (const { startsAt } of late) {
      const written = [new Date(startsAt).toISOString().slice(0, 19), String(startsAt), String(startsAt / 1_000)];
      expect(written.some((form) => text.includes(form))).toBe(true);
    }
  });

  testEach('$name read again gives the same alerts, and is left as it was', ({ bytes }) => {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    const before = structuredClone(body);
    const headers = source.sign(bytes, SECRET, NOW);
    const once = source.read(body, headers, NOW);
    expect(body).toEqual(before);
    expect(source.read(body, headers, NOW)).toEqual(once);
  });

  test('firing and resolved alerts have the same keys', () => {
    const pairs = fixtures.filter(({ name }) => name.endsWith('.resolved.json'));
    for (const resolved of pairs) {
      const firing = fixtures.find(({ name }) => name === resolved.name.replace('.resolved.', '.firing.'));
      const ends = alertsOf(read(source, resolved.bytes));
      const begins = alertsOf(read(source, firing?.bytes ?? Buffer.from('null')));
      expect(begins.map(({ key }) => key)).toEqual(ends.map(({ key }) => key));
      expect(new Set(begins.map(({ status }) => status))).toEqual(new Set(['firing']));
      expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['resolved']));
      for (const { startsAt, endsAt } of ends) expect(endsAt ?? startsAt).toBeGreaterThanOrEqual(startsAt);
    }
  });

  test.each([...JUNK_BODIES].filter(([, bytes]) => isJson(bytes)))(
    '%s is not an alert, and does no harm',
    (_, bytes) => {
      const reading = read(source, bytes);
      expect(reading.kind).not.toBe('alerts');
      expect(reasonOf(reading)).toMatch(/^.{10,300}$/s);
    },
  );

  testEach(
    '$name with any one string made hostile is read or refused with a reason, and stays storable',
    ({ bytes }) => {
      const hostile = [
        '',
        '\u0000\ud800',
        '../'.repeat(10),
        'x'.repeat(20_000),
        '${jndi:ldap://x}',
        '0001-01-01T00:00:00Z',
      ];
      for (const change of stringLeaves(JSON.parse(bytes.toString('utf8')))) {
        for (const value of hostile) {
          const reading = source.read(change(value), source.sign(bytes, SECRET, NOW), NOW);
          const said = JSON.stringify(reading);
          expect(said).not.toMatch(/\\u0000|\\ud[89a-f]/i);
          expect(said.length).toBeLessThan(bytes.length * 4 + 100_000);
        }
      }
    },
  );

  testEach('$name with any one value of another type is read or refused with a reason', ({ bytes }) => {
    for (const change of stringLeaves(JSON.parse(bytes.toString('utf8')))) {
      for (const value of [null, 0, -1e308, true, [], {}, [[]]]) {
        const reading = source.read(change(value), source.sign(bytes, SECRET, NOW), NOW);
        expect(['alerts', 'unmapped', 'ignored']).toContain(reading.kind);
      }
    }
  });

  test('no reason repeats a secret that stands in the body', () => {
    const planted = `planted-${SECRET}`;
    for (const { bytes } of fixtures) {
      for (const change of stringLeaves(JSON.parse(bytes.toString('utf8')))) {
        const reading = source.read(change([planted]), {}, NOW);
        expect(reasonOf(reading)).not.toContain(planted);
      }
    }
    expect(JSON.stringify(source.read({ [planted]: planted }, {}, NOW))).not.toContain(planted);
  });
});

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
