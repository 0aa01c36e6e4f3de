import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strongSample } from '../../test/support/cases/report-samples.ts';
import { writeCase } from '../investigation/case-document.ts';
import { chartPicture } from '../investigation/report/chart-picture.ts';
import type { Storage } from '../storage/contract.ts';
import { chartAddresses } from './chart-addresses.ts';
import { chartPages } from './chart-pages.ts';
import { chartUrls } from './chart-urls.ts';
import { CHART_HEIGHT, CHART_WIDTH, drawChart } from './draw-chart.ts';

const CHART = { installationId: 4711, incidentId: 'inc-strong', round: 2 };
const addresses = chartAddresses(['a-secret', 'the-former-one']);

/** A store that holds one round, and counts how often it is asked. */
function store() {
  let asked = 0;
  const tx = {
    incidents: { get: async () => strongSample.incident },
    investigations: {
      get: async (_: number, __: string, round: number) =>
        round === CHART.round ? { case: writeCase(strongSample.theCase), verdict: strongSample.verdict } : undefined,
    },
  };
  const storage = {
    transaction: async (work: (given: never) => unknown) => {
      asked += 1;
      return work(tx as never);
    },
  } as unknown as Storage;
  return { storage, asked: () => asked };
}

const get = (show: ReturnType<typeof chartPages>, path: string) =>
  show(new Request(`http://here${path}`)) ?? Promise.reject(new Error(`${path} is none of the pictures`));

describe('the pages', () => {
  test('show a PNG of the right size, for ever to be kept, and draw it once', async () => {
    const { storage, asked } = store();
    const show = chartPages({ storage, addresses });
    const first = await get(show, addresses.pathOf(CHART));
    expect(first.status).toBe(200);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(first.headers.get('content-length')).toBe(String(bytes.length));
    expect(readPng(bytes)).toMatchObject({ width: CHART_WIDTH, height: CHART_HEIGHT });
    expect(Buffer.from(await (await get(show, addresses.pathOf(CHART))).arrayBuffer()).equals(bytes)).toBe(true);
    expect(asked()).toBe(1);
  });

  test('a changed path is 404 before the store is asked, and so is a round that is not there', async () => {
    const { storage, asked } = store();
    const show = chartPages({ storage, addresses });
    const path = addresses.pathOf(CHART);
    const others = [
      path.replace('/2/', '/3/'),
      path.replace('4711', '4712'),
      path.replace('inc-strong', 'inc-other'),
      `${path.slice(0, -5)}${path.at(-5) === 'A' ? 'B' : 'A'}.png`,
      '/charts/',
      '/charts/4711/inc-strong/2/.png',
      `${path}/more`,
      '/charts/../healthz',
    ].filter((other) => new URL(`http://here${other}`).pathname.startsWith('/charts/'));
    for (const other of others) expect([other, (await get(show, other)).status]).toEqual([other, 404]);
    expect(asked()).toBe(0);
    const gone = await get(show, addresses.pathOf({ ...CHART, round: 7 }));
    expect([gone.status, gone.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });

  test('other paths are left to others', () => {
    expect(chartPages({ ...store(), addresses })(new Request('http://here/incidents'))).toBeUndefined();
  });
});

describe('the addresses', () => {
  test('read what they made, under the former secret too, and nothing that was made under another', () => {
    expect(addresses.read(addresses.pathOf(CHART))).toEqual(CHART);
    expect(addresses.read(chartAddresses(['the-former-one']).pathOf(CHART))).toEqual(CHART);
    expect(addresses.read(chartAddresses(['another']).pathOf(CHART))).toBeUndefined();
  });

  test('no path but a made one is read', () => {
    const path = addresses.pathOf(CHART);
    fc.assert(
      fc.property(fc.nat(path.length - 1), fc.string({ minLength: 1, maxLength: 2 }), (at, piece) => {
        const changed = `${path.slice(0, at)}${piece}${path.slice(at + piece.length)}`;
        return changed === path || addresses.read(changed) === undefined;
      }),
      { numRuns: 2_000 },
    );
  });
});

test('there are addresses only where a public one is configured and pictures are wanted', () => {
  const github = { appId: 1, webhookSecrets: ['a-secret'], apiUrl: '', webUrl: '' };
  const server = { host: '', port: 0, maxGitHubBodyBytes: 1, maxAlertBodyBytes: 1 };
  const open = { ...server, publicUrl: 'https://here.example/app' };
  expect(chartUrls({ server, github, chartImages: true })).toEqual({});
  expect(chartUrls({ server: open, github, chartImages: false })).toEqual({});
  expect(chartUrls({ server: open, github, chartImages: true }).chartUrlOf?.(CHART)).toBe(
    `https://here.example/app${addresses.pathOf(CHART)}`,
  );
});

describe('the picture', () => {
  const picture = chartPicture(strongSample);
  if (picture === undefined) throw new Error('the sample has no metric');

  test('marks the deploys: an upright red line where the suspect went live', () => {
    const { pixel } = readPng(Buffer.from(drawChart(picture)));
    const [from, to] = [picture.steps[0]?.at ?? 0, picture.steps.at(-1)?.at ?? 0];
    const live = picture.deploys.find(({ isSuspect }) => isSuspect);
    expect(live?.words).toBe('#4821 live 02:53');
    const x = Math.round(126 + (((live?.at ?? 0) - from) / (to - from)) * (CHART_WIDTH - 156));
    expect(pixel(x, 200)).toEqual([207, 34, 46]);
    expect(pixel(x - 20, 200)).not.toEqual([207, 34, 46]);
  });

  test('holds no foreign word but in the alphabet of a title, and no word of the bytes is text', () => {
    const foreign = '<script>alert("`x`")</script>\u202e@team#1\u001b[31m';
    const evil = chartPicture({
      ...strongSample,
      incident: { ...strongSample.incident, service: foreign },
      theCase: {
        ...strongSample.theCase,
        deploys: strongSample.theCase.deploys.map((deploy) => ({ ...deploy, sha: foreign, service: foreign })),
      },
    });
    for (const words of [evil?.title ?? '', ...(evil?.deploys ?? []).map((one) => one.words)]) {
      expect(words).toMatch(/^[A-Za-z0-9 ._:/()#,-]+$/);
    }
    const bytes = Buffer.from(drawChart(evil ?? picture));
    expect(chunksOf(bytes).map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect(bytes.toString('latin1')).not.toContain('script');
  });

  test('any numbers, gaps and times give a picture that can be read', () => {
    const step = fc.record(
      { at: fc.integer({ min: 0, max: 4e12 }), value: fc.oneof(fc.double(), fc.constantFrom(0, -5, 1e300, 1e-300)) },
      { requiredKeys: ['at'] },
    );
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 2, maxLength: 8 }),
        fc.array(fc.double(), { maxLength: 3 }),
        (steps, lives) => {
          const sorted = [...steps].sort((one, other) => one.at - other.at);
          const deploys = lives.map((at) => ({ at, isSuspect: at > 0.5, words: 'é\u0000' }));
          return readPng(Buffer.from(drawChart({ ...picture, steps: sorted, deploys }))).width === CHART_WIDTH;
        },
      ),
      { numRuns: 10 },
    );
  }, 30_000);
});

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(bytes: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Reads the one kind of PNG that is written here; a browser reads it in `test/real/report-pages.test.ts`. */
function readPng(bytes: Buffer) {
  expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  const chunks = chunksOf(bytes);
  const header = chunks[0]?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  expect(rows).toHaveLength((width * 3 + 1) * height);
  const pixel = (x: number, y: number) => [...rows.subarray(y * (width * 3 + 1) + 1 + x * 3).subarray(0, 3)];
  return { width, height, pixel };
}
