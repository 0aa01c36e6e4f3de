import { readCase } from '../investigation/case-document.ts';
import { chartPicture } from '../investigation/report/chart-picture.ts';
import type { Verdict } from '../investigation/verdict/verdict.ts';
import type { Storage } from '../storage/contract.ts';
import { CHARTS_PATH, type ChartAddresses, type ChartOf } from './chart-addresses.ts';
import { drawChart } from './draw-chart.ts';

export interface ChartPages {
  readonly storage: Storage;
  readonly addresses: ChartAddresses;
}

/** GitHub's proxy asks once and keeps it; a few are kept here for whoever asks next. */
const MOST_KEPT = 64;
/** A round never changes, and a new one has an address of its own. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Serves the pictures of reports by GET. Whoever has an address may see its picture: GitHub fetches it without any sign of
 * who looks. Every other address is 404, and the database is asked for signed ones only. Undefined where the path is not
 * one of pictures at all.
 */
export function chartPages({ storage, addresses }: ChartPages): (request: Request) => Promise<Response> | undefined {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const draw = async (path: string, chart: ChartOf): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const known = kept.get(path);
    if (known !== undefined) return known;
    const drawn = await pictureOf(storage, chart);
    if (drawn === undefined) return undefined;
    kept.set(path, drawn);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return drawn;
  };
  return (request) => {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(CHARTS_PATH)) return undefined;
    const chart = addresses.read(pathname);
    if (chart === undefined) return Promise.resolve(notFound());
    return draw(pathname, chart).then((png) => (png === undefined ? notFound() : shown(png)));
  };
}

async function pictureOf(
  storage: Storage,
  { installationId, incidentId, round }: ChartOf,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const found = await storage.transaction(async (tx) => {
    const incident = await tx.incidents.get(installationId, incidentId);
    const investigation = await tx.investigations.get(installationId, incidentId, round);
    return incident && investigation && { incident, investigation };
  });
  if (found === undefined) return undefined;
  const { incident, investigation } = found;
  const picture = chartPicture({
    incident,
    theCase: readCase(investigation.case),
    verdict: investigation.verdict as Verdict,
    // Nothing in a picture is a link.
    repository: { fullName: '', webUrl: 'https://github.com' },
    rulesVersion: '',
  });
  return picture && drawChart(picture);
}

function shown(png: Uint8Array<ArrayBuffer>): Response {
  return new Response(png, {
    headers: {
      'content-type': 'image/png',
      'content-length': String(png.length),
      'cache-control': FOR_EVER,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'",
    },
  });
}

/** The same whether it is not ours, or not there any more. */
export function notFound(): Response {
  return Response.json({ outcome: 'not-found' }, { status: 404, headers: { 'cache-control': 'no-store' } });
}
