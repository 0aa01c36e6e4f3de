import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { IncomingRequest } from '../../src/intake/alerts/contract.ts';
import type { DeployReading, DeploySource, SeenChange, SeenDeploy } from '../../src/intake/deploys/contract.ts';
import { DEPLOY_SOURCES } from '../../src/intake/deploys/registry.generated.ts';
import { JUNK_BODIES } from '../support/intake/junk-bodies.ts';
import { stringLeaves } from '../support/intake/string-leaves.ts';
import { wrongCredentials } from '../support/intake/wrong-credentials.ts';
import { leftOpen } from '../support/left-open.ts';

const FIXTURES = new URL('../fixtures/deploys/', import.meta.url);
const SECRET = 'Contract-suite-secret-0123456789';
const NOW = Date.UTC(2026, 10, 25, 12);
const DAY_MS = 86_400_000;

interface Fixture {
  readonly name: string;
  readonly bytes: Buffer;
}

/** `x.ignored.json` is captured to show that it is ignored, `x.unmapped.json` that nothing can be made of it. */
function fixturesOf(id: string): readonly Fixture[] {
  const folder = new URL(`${id}/`, FIXTURES);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.map((name) => ({ name, bytes: readFileSync(new URL(name, folder)) }));
}

function expectedKinds(name: string): readonly DeployReading['kind'][] {
  const told = /\.(ignored|unmapped|changes)\.json$/.exec(name)?.[1] as DeployReading['kind'] | undefined;
  return told === undefined ? ['deploys'] : [told];
}

function read(source: DeploySource, bytes: Uint8Array, receivedAt = NOW): DeployReading {
  return source.read(JSON.parse(Buffer.from(bytes).toString('utf8')), source.sign(bytes, SECRET, NOW), receivedAt);
}

function saidBy(reading: DeployReading): readonly (SeenDeploy | SeenChange)[] {
  if (reading.kind === 'deploys') return reading.events;
  return reading.kind === 'changes' ? reading.changes : [];
}

const idOf = (said: SeenDeploy | SeenChange) => ('id' in said ? said.id : `${said.attempt} ${said.statement}`);
const reasonOf = (reading: DeployReading) => ('reason' in reading ? reading.reason : '');

test('there are deploy sources, and every one has its own id', () => {
  const ids = DEPLOY_SOURCES.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every folder of captured payloads belongs to a source', () => {
  const folders = readdirSync(FIXTURES).sort();
  expect(folders).toEqual(folders.filter((folder) => DEPLOY_SOURCES.some(({ id }) => id === folder)));
});

describe.each(DEPLOY_SOURCES.map((source) => ({ id: source.id, source })))('$id', ({ id, source }) => {
  const fixtures = fixturesOf(id);
  const [first] = fixtures;
  // Of an empty table Jest says only that it is empty; a test of its own says that there is no payload.
  const testEach = fixtures.length === 0 ? () => undefined : test.each(fixtures);
  const body = first?.bytes ?? Buffer.alloc(0);
  const signed = (bytes: Uint8Array, now = NOW): IncomingRequest => ({
    headers: { 'content-type': 'application/json', ...source.sign(bytes, SECRET, now) },
    body: bytes,
    now,
  });

  test('describes itself and how to connect it', () => {
    expect(source.id).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(source.name).not.toBe('');
    expect(new URL(source.docs).protocol).toBe('https:');
    expect(source.setup).toContain(`/deploys/${id}/ENDPOINT`);
  });

  test('nothing that `whatchanged new` left to be filled in is left', () => {
    expect(leftOpen(`src/intake/deploys/${id}.ts`, `test/fixtures/deploys/${id}/SOURCE.md`)).toEqual([]);
  });

  test('has a captured payload that says something, and tells where it comes from', () => {
    const telling = fixtures.filter(({ bytes }) => saidBy(read(source, bytes)).length > 0);
    expect(telling.map(({ name }) => name)).not.toEqual([]);
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

  test.each([...wrongCredentials(source, body, SECRET, NOW)])('%s: refused', (_, headers) => {
    expect(source.authenticate({ headers, body, now: NOW }, { secrets: [SECRET] })).toBe(false);
  });

  test('nobody is let in where there is no secret, or an empty one', () => {
    expect(source.authenticate(signed(body), { secrets: [] })).toBe(false);
    const empty = { headers: source.sign(body, '', NOW), body, now: NOW };
    expect(source.authenticate(empty, { secrets: [''] })).toBe(false);
    expect(source.authenticate({ headers: {}, body, now: NOW }, { secrets: [''] })).toBe(false);
  });

  test('no header that carries the secret is stored', () => {
    const secretHeaders = Object.entries(source.sign(body, SECRET, NOW))
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
      const { length } = source.dedupeKey(signed(bytes), NOW);
      expect([name, length > 0 && length <= 255]).toEqual([name, true]);
    }
  });

  testEach('$name is read into what it was captured for', ({ name, bytes }) => {
    const reading = read(source, bytes);
    expect([reading.kind, reasonOf(reading)]).toEqual([expectedKinds(name)[0], reasonOf(reading)]);
    for (const said of saidBy(reading)) {
      if ('id' in said) {
        expect(said.title).toMatch(/^.{5,300}$/);
        expect(said.title).not.toMatch(/undefined|null|\[object/);
      } else {
        expect(said.sha).toMatch(/^[0-9a-f]{40}$/);
        expect(said.attempt.length).toBeLessThanOrEqual(400);
        expect((said.repository ?? said.service ?? '').length).toBeGreaterThan(0);
        if (said.repository !== undefined) expect(said.repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
      }
    }
    expect(new Set(saidBy(reading).map(idOf)).size).toBe(saidBy(reading).length);
  });

  testEach('$name keeps the sender’s own times, whenever it arrives', ({ bytes }) => {
    const times = (reading: DeployReading) => saidBy(reading).map(({ at }) => at);
    const late = read(source, bytes, NOW + 40 * DAY_MS);
    expect(times(late)).toEqual(times(read(source, bytes)));
    const stamps = new Set(numbersAndTimes(JSON.parse(bytes.toString('utf8'))));
    for (const at of times(late)) expect(at === undefined || stamps.has(at)).toBe(true);
  });

  testEach('$name read again gives the same, and is left as it was', ({ bytes }) => {
    const document: unknown = JSON.parse(bytes.toString('utf8'));
    const before = structuredClone(document);
    const headers = source.sign(bytes, SECRET, NOW);
    const once = source.read(document, headers, NOW);
    expect(document).toEqual(before);
    expect(source.read(document, headers, NOW)).toEqual(once);
  });

  test.each([...JUNK_BODIES].filter(([, bytes]) => isJson(bytes)))('%s is no deploy, and does no harm', (_, bytes) => {
    const reading = read(source, bytes);
    expect(saidBy(reading)).toEqual([]);
    expect(reasonOf(reading)).toMatch(/^.{10,300}$/s);
  });

  testEach('$name with any one string made hostile stays storable and short', ({ bytes }) => {
    const hostile = ['', '\u0000\ud800', '../'.repeat(10), 'x'.repeat(20_000), '0001-01-01T00:00:00Z', 'f'.repeat(40)];
    for (const change of stringLeaves(JSON.parse(bytes.toString('utf8')))) {
      for (const value of hostile) {
        const reading = source.read(change(value), source.sign(bytes, SECRET, NOW), NOW);
        const said = JSON.stringify(reading);
        expect(said).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        expect(said.length).toBeLessThan(20_000);
        for (const one of saidBy(reading)) if (!('id' in one)) expect(one.sha).toMatch(/^[0-9a-f]{40}$/);
      }
    }
  });

  testEach('$name with any one value of another type is read or refused with a reason', ({ bytes }) => {
    for (const change of stringLeaves(JSON.parse(bytes.toString('utf8')))) {
      for (const value of [null, 0, -1e308, true, [], {}, [[]]]) {
        const reading = source.read(change(value), source.sign(bytes, SECRET, NOW), NOW);
        expect(['deploys', 'changes', 'unmapped', 'ignored']).toContain(reading.kind);
      }
    }
  });

  test('no reason repeats a secret that stands in the body', () => {
    const planted = `planted-${SECRET}`;
    for (const { bytes } of fixtures) {
      for (const change of stringLeaves(JSON.parse(bytes.toString('utf8')))) {
        for (const value of [[planted], planted])
          expect(reasonOf(source.read(change(value), {}, NOW))).not.toContain(planted);
      }
    }
    expect(JSON.stringify(source.read({ [planted]: planted }, {}, NOW))).not.toContain(planted);
  });
});

/** Every moment that a document names: times as text, and numbers of seconds or milliseconds. */
function numbersAndTimes(node: unknown): readonly number[] {
  if (typeof node === 'number') return [node, node * 1_000];
  if (typeof node === 'string') {
    const number = /^\d{10,13}$/.test(node) ? Number(node) : Number.NaN;
    return [Date.parse(node), number, number * 1_000];
  }
  if (typeof node !== 'object' || node === null) return [];
  return Object.values(node).flatMap(numbersAndTimes);
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
