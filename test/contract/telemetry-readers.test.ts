import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { OperationalError } from '../../src/platform/errors.ts';
import { TELEMETRY_READERS } from '../../src/readers/telemetry/registry.generated.ts';
import { leftOpen } from '../support/left-open.ts';
import { AT, askedVendor, json, SECRET, TO } from '../support/vendors/asked-vendor.ts';
import { asked, FIXTURES, vendors } from '../support/vendors/telemetry-vendors.ts';

test('every reader has a vendor to be tested against, and every vendor a reader', () => {
  expect([...vendors.keys()].sort()).toEqual(TELEMETRY_READERS.map(({ id }) => id).sort());
  expect(vendors.size).toBeGreaterThan(0);
});

describe.each(asked)('$id', ({ id, reader, vendor }) => {
  const { setUp, gives, only, close } = askedVendor({ reader, vendor });
  // Reading only, whatever the test was about.
  afterEach(() => expect(close()).toEqual([]));

  test('describes itself and how to connect it', () => {
    expect(reader.id).toMatch(/^[a-z0-9-]{1,64}$/);
    expect(reader.name).not.toBe('');
    expect(new URL(reader.docs).protocol).toBe('https:');
    expect(reader.setup).toContain(`reader: ${id}`);
  });

  test('nothing that `whatchanged new` left to be filled in is left', () => {
    const fixtures = `test/fixtures/telemetry/${id}`;
    expect(leftOpen(`src/readers/telemetry/${id}.ts`, `${fixtures}/vendor.ts`, `${fixtures}/SOURCE.md`)).toEqual([]);
  });

  const testProbe = reader.probe !== undefined && vendors.get(id)?.[0] === vendor ? test : () => undefined;
  testProbe('its probe is a question that it asks, and takes what comes of it for an answer', async () => {
    const { server, read } = await setUp(json(200, vendor.answer([])));
    const code = await read({ query: reader.probe ?? '' }).then(
      () => 'answered',
      (error: unknown) => (error instanceof OperationalError ? error.code : error),
    );
    // A vendor that plays one of its addresses answers the others with nonsense.
    expect(['answered', 'upstream-nonsense']).toContain(code);
    expect(server.seen.length).toBeGreaterThan(0);
  });

  test('its options are strict', () => {
    const good = vendor.options('http://localhost:1', SECRET) as object;
    expect(reader.options.safeParse(good).success).toBe(true);
    expect(reader.options.safeParse({ ...good, unknownKey: 1 }).success).toBe(false);
    for (const url of ['file:///etc/passwd', 'javascript:alert(1)', 'http://user:pass@host/', '']) {
      expect(reader.options.safeParse({ ...good, url }).success).toBe(false);
    }
  });

  test('reads its captured answer', async () => {
    const captured = JSON.parse(readFileSync(new URL(`${id}/${vendor.captured ?? 'range.json'}`, FIXTURES), 'utf8'));
    const { read } = await setUp(json(captured.status, captured.body));
    const answer = await read();
    const { series, partial } = answer;
    expect(partial).toEqual([]);
    expect(answer[gives]?.length).toBeGreaterThan(0);
    expect(new Set(series.map((one) => one.id)).size).toBe(series.length);
    for (const one of series) {
      expect(one).toMatchObject({ service: 'checkout', stepSeconds: 60 });
      expect(one.id.startsWith('q')).toBe(true);
      expect(one.points.length).toBeGreaterThan(0);
    }
  });

  test('nothing is an answer with nothing in it', async () => {
    const { read } = await setUp(json(200, vendor.answer([])));
    const answer = await read();
    expect(answer).toMatchObject({ series: [], partial: [] });
    expect(answer[gives] ?? []).toEqual([]);
  });

  // A vendor of logs, calls or changes has no points; its own tests hold what it cuts and tells.
  const describeSeries = gives === 'series' ? describe : () => undefined;
  const testMany = vendor.single ? () => undefined : test;
  describeSeries('good answers', () => {
    test('what is no number is a missing point, never zero', async () => {
      const { read } = await setUp(
        json(
          200,
          only([
            [AT, 1],
            [AT + 60, Number.NaN],
            [AT + 120, Infinity],
            [AT + 180, -Infinity],
            [AT + 240, 0],
          ]),
        ),
      );
      expect((await read()).series[0]?.points).toEqual([
        [AT, 1],
        [AT + 240, 0],
      ]);
    });

    test('points come oldest first and once; of two the later one counts', async () => {
      const { read } = await setUp(
        json(
          200,
          only([
            [AT + 60, 2],
            [AT, 1],
            [AT + 60, 3],
          ]),
        ),
      );
      expect((await read()).series[0]?.points).toEqual([
        [AT, 1],
        [AT + 60, 3],
      ]);
    });

    testMany('labels give version, instance and peer, and tell another service apart', async () => {
      const points: [number, number][] = [[AT, 1]];
      const { read } = await setUp(
        json(
          200,
          vendor.answer([
            { labels: { service: 'checkout', version: 'v2', instance: 'a:1', peer: 'payments' }, points },
            { labels: { service: 'search' }, points },
          ]),
        ),
      );
      const { series } = await read({ labels: { service: 'checkout', severity: 'page' } });
      expect(series).toMatchObject([
        { service: 'checkout', version: 'v2', instance: 'a:1', peer: 'payments' },
        { service: 'search' },
      ]);
      expect((await read()).series.map(({ service }) => service)).toEqual(['checkout', 'checkout']);
    });

    testMany('what the vendor remarks is told', async () => {
      const { read } = await setUp(json(200, vendor.answer([], ['one store did not answer'])));
      expect((await read()).partial).toEqual([expect.stringContaining('one store did not answer')]);
    });

    testMany('far too many points are cut and told', async () => {
      const points = Array.from({ length: 20 }, (_, n): [number, number] => [AT + n * 60, 1]);
      const many = Array.from({ length: 5_000 }, (_, n) => ({ labels: { instance: String(n) }, points }));
      const { read } = await setUp(json(200, vendor.answer(many)));
      const { series, partial } = await read();
      expect(series.length).toBeGreaterThan(0);
      expect(series.length).toBeLessThanOrEqual(1_000);
      expect(partial).toEqual([expect.stringContaining(`only ${series.length} of 5000 series`)]);
    });

    test('an answer that is too large is asked for again in coarser steps, and told', async () => {
      const large = only(Array.from({ length: 61 }, (_, n): [number, number] => [AT + n * 60, n]));
      const { server, read } = await setUp(
        (request, response, count) => json(200, count === 1 ? large : only([[AT, 7]]))(request, response, count),
        { maxBytes: 500 },
      );
      const { series, partial } = await read();
      expect(series).toMatchObject([{ stepSeconds: 600, points: [[AT, 7]] }]);
      expect(partial).toEqual([expect.stringMatching(/steps of 600 s instead of 60 s/)]);
      expect(server.seen).toHaveLength(2);
    });

    test('a very long range stays within a few questions, and a coarser step is told', async () => {
      const { server, read } = await setUp(json(200, vendor.answer([])));
      const { partial } = await read({ from: TO - 100_000_000, stepSeconds: 1 });
      expect(server.seen.length).toBeLessThanOrEqual(4);
      expect(partial).toContainEqual(expect.stringContaining('instead of 1 s'));
    });
  });
});
