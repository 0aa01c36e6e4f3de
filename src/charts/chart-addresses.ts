import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which picture: that of one round of one incident. A round never changes, and so its picture does not. */
export interface ChartOf {
  readonly installationId: number;
  readonly incidentId: string;
  readonly round: number;
}

/** The addresses of pictures: nobody can guess one, and whoever has one sees that picture and no other. */
export interface ChartAddresses {
  /** The path under the server's own address, such as `/charts/4711/…/3/….png`. */
  pathOf(chart: ChartOf): string;
  /** The picture behind a path; undefined where the path is none, or was not made by us. */
  read(path: string): ChartOf | undefined;
}

/** What every such path begins with. */
export const CHARTS_PATH = '/charts/';
const PATH = /^\/charts\/(\d{1,15})\/([A-Za-z0-9-]{1,64})\/(\d{1,6})\/([A-Za-z0-9_-]{43})\.png$/;

/**
 * Signs paths with HMAC-SHA256 under a key derived from the first of `secrets` (the webhook secrets, the current one first);
 * one signed with a former secret is still good.
 */
export function chartAddresses(secrets: readonly string[]): ChartAddresses {
  const keys = secrets.map((secret) => createHmac('sha256', secret).update('whatchanged chart address v1').digest());
  const sign = (key: Buffer, { installationId, incidentId, round }: ChartOf) =>
    createHmac('sha256', key)
      .update(JSON.stringify([installationId, incidentId, round]))
      .digest('base64url');
  return {
    pathOf(chart) {
      const [key] = keys;
      if (key === undefined) throw new RangeError('A chart address needs a secret.');
      return `${CHARTS_PATH}${chart.installationId}/${chart.incidentId}/${chart.round}/${sign(key, chart)}.png`;
    },
    read(path) {
      const [, installation, incidentId, round, signature] = PATH.exec(path) ?? [];
      if (incidentId === undefined || signature === undefined) return undefined;
      const chart = { installationId: Number(installation), incidentId, round: Number(round) };
      const isOurs = keys
        .map((key) => timingSafeEqual(Buffer.from(signature), Buffer.from(sign(key, chart))))
        .includes(true);
      return isOurs ? chart : undefined;
    },
  };
}
