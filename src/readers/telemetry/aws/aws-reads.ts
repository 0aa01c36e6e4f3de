/**
 * The only calls to AWS that are ever made, by service as IAM names it. The middleware of the SDK, the session policy
 * and the policies in `iam/` all come from this list.
 */
export const AWS_READS = {
  cloudwatch: ['GetMetricData', 'DescribeAlarms'],
  logs: ['StartQuery', 'GetQueryResults', 'StopQuery'],
  xray: ['GetServiceGraph', 'GetTimeSeriesServiceStatistics'],
  cloudtrail: ['LookupEvents'],
  'resource-explorer-2': ['Search', 'GetView'],
} as const;

export type AwsService = keyof typeof AWS_READS;

/** Every read as IAM names it, such as `cloudwatch:GetMetricData`, in a fixed order. */
export function awsActions(): readonly string[] {
  return Object.entries(AWS_READS)
    .flatMap(([service, reads]) => reads.map((read) => `${service}:${read}`))
    .sort();
}

/** Uncovers what an account has masked in its logs: denied by name, on top of everything else. */
const UNMASK = 'logs:Unmask';

/**
 * The policy of every session, and of the role that we ship: the reads, and an explicit denial of all else, so that no
 * right from elsewhere adds to it (IAM: an explicit denial wins; the rights of a session are the intersection).
 */
export function awsPolicy(): AwsPolicy {
  const actions = awsActions();
  return {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'WhatchangedReads', Effect: 'Allow', Action: actions, Resource: '*' },
      { Sid: 'NothingElse', Effect: 'Deny', NotAction: actions, Resource: '*' },
      { Sid: 'NoUnmasking', Effect: 'Deny', Action: [UNMASK], Resource: '*' },
    ],
  };
}

export interface AwsPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow' | 'Deny';
    readonly Action?: readonly string[];
    readonly NotAction?: readonly string[];
    readonly Resource: '*';
  }[];
}
