import type { ServerResponse } from 'node:http';
import { startVendorServer, type VendorServer } from './vendor-server.ts';

/** What a metric of CloudWatch is at a moment (milliseconds); undefined where nothing was measured. */
export type MetricAt = (
  metric: { readonly name: string; readonly dimensions: string },
  at: number,
) => number | undefined;

export interface LocalAws {
  readonly url: string;
  /** The calls of the API so far, by name; what was not allowed is among them. */
  readonly calls: readonly string[];
  close(): void;
}

interface MetricQuery {
  readonly Id: string;
  readonly MetricStat?: {
    readonly Metric: { readonly MetricName: string; readonly Dimensions?: readonly { Name: string; Value: string }[] };
    readonly Period: number;
  };
}

const SESSION = { key: 'ASIALOCALSESSION', secret: 'a-secret-of-the-session', token: 'the-token-of-the-session' };
const TARGET = 'GraniteServiceVersion20100801.';
/** CloudWatch answers in pages; so few points make several of them. */
const POINTS_A_PAGE = 50;

/**
 * STS and CloudWatch on loopback, as they speak: STS in the query protocol with XML, CloudWatch in JSON with paging and
 * partial data. Only who comes with the session of `role` is answered, and every change is denied.
 */
export async function startLocalAws(
  role: { readonly arn: string; readonly externalId: string },
  metricAt: MetricAt,
): Promise<LocalAws> {
  const calls: string[] = [];
  const server: VendorServer = await startVendorServer((request, response, _count, body) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const form = new URLSearchParams(target === '' ? body : '');
    const call = target.replace(TARGET, '') || (form.get('Action') ?? 'unknown');
    calls.push(call);
    if (call === 'AssumeRole') {
      const known = form.get('RoleArn') === role.arn && form.get('ExternalId') === role.externalId;
      return known
        ? xml(response, session())
        : xml(response, '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>', 403);
    }
    const signed = String(request.headers.authorization);
    const ours = signed.startsWith(`AWS4-HMAC-SHA256 Credential=${SESSION.key}/`) && signed.includes('/monitoring/');
    if (!ours || request.headers['x-amz-security-token'] !== SESSION.token) {
      return json(response, { __type: 'InvalidClientTokenId', message: 'The security token is invalid.' }, 403);
    }
    if (call === 'GetMetricData') return json(response, metricData(JSON.parse(body), metricAt));
    if (call === 'DescribeAlarms') return json(response, { MetricAlarms: [], CompositeAlarms: [] });
    json(response, { __type: 'AccessDenied', message: `not authorized to perform: cloudwatch:${call}` }, 400);
  });
  return { url: server.url, calls, close: () => server.close() };
}

/** One page: every query's points from where the last page ended. */
function metricData(
  asked: { MetricDataQueries: readonly MetricQuery[]; StartTime: number; EndTime: number; NextToken?: string },
  metricAt: MetricAt,
) {
  const { MetricDataQueries, StartTime, EndTime, NextToken = '0' } = asked;
  const page = Number(NextToken);
  let more = false;
  const MetricDataResults = MetricDataQueries.flatMap(({ Id, MetricStat }) => {
    if (MetricStat === undefined) return [];
    const { Metric, Period } = MetricStat;
    const dimensions = (Metric.Dimensions ?? []).map(({ Name, Value }) => `${Name}=${Value}`).join(',');
    const first = Math.ceil(StartTime / Period);
    const count = Math.max(0, Math.ceil((EndTime - first * Period) / Period));
    const points = Array.from({ length: count }, (_, n) => (first + n) * Period)
      .map((at) => [at, metricAt({ name: Metric.MetricName, dimensions }, at * 1_000)] as const)
      .slice(page * POINTS_A_PAGE);
    const shown = points.slice(0, POINTS_A_PAGE).filter(([, value]) => value !== undefined);
    more ||= points.length > POINTS_A_PAGE;
    return [
      {
        Id,
        Label: Metric.MetricName,
        Timestamps: shown.map(([at]) => at),
        Values: shown.map(([, value]) => value),
        StatusCode: points.length > POINTS_A_PAGE ? 'PartialData' : 'Complete',
      },
    ];
  });
  return { MetricDataResults, Messages: [], ...(more ? { NextToken: String(page + 1) } : {}) };
}

function session(): string {
  const expires = new Date(Date.now() + 900_000).toISOString();
  return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>${SESSION.key}</AccessKeyId><SecretAccessKey>${SESSION.secret}</SecretAccessKey>
<SessionToken>${SESSION.token}</SessionToken><Expiration>${expires}</Expiration>
</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

function xml(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
}
