import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { iamFiles } from '../../scripts/iam/iam-files.ts';
import { AWS_READS, awsActions } from '../../src/readers/telemetry/aws/aws-reads.ts';
import { DATADOG_READS } from '../../src/readers/telemetry/datadog/datadog-reads.ts';

const shipped = (name: string) => readFileSync(new URL(`../../iam/${name}`, import.meta.url), 'utf8');

interface Statement {
  readonly Effect: string;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
}
const statementsOf = (policy: { readonly Statement: readonly Statement[] }) => policy.Statement;

/** The statements of the Terraform text, read without the code that wrote it. */
function terraformStatements(text: string): readonly Statement[] {
  const reads = /data "aws_iam_policy_document" "whatchanged_reads" \{([\s\S]*?)\n\}\n/.exec(text)?.[1] ?? '';
  return reads
    .split(/\bstatement \{/)
    .slice(1)
    .map((block) => {
      const listed = [.../"([\w-]+:\w+)"/g[Symbol.matchAll](block)].map(([, action = '']) => action);
      const effect = /effect\s*= "(\w+)"/.exec(block)?.[1] ?? '';
      return /\bnot_actions =/.test(block) ? { Effect: effect, NotAction: listed } : { Effect: effect, Action: listed };
    });
}

test.each(iamFiles().map(([path]) => path))('%s is the one that the lists give', (path) => {
  const content = iamFiles().find(([other]) => other === path)?.[1] ?? '';
  const text = shipped(path.replace('iam/', ''));
  if (path.endsWith('.json')) expect(JSON.parse(text)).toEqual(JSON.parse(content));
  else expect(text).toBe(content);
});

describe.each([
  ['policy', () => statementsOf(JSON.parse(shipped('aws-policy.json')))],
  [
    'CloudFormation template',
    () =>
      statementsOf(
        JSON.parse(shipped('aws-role.cloudformation.json')).Resources.Role.Properties.Policies[0].PolicyDocument,
      ),
  ],
  ['Terraform', () => terraformStatements(shipped('aws-role.tf'))],
])('the %s of AWS', (_name, read) => {
  test('allows the calls that the middleware lets through, and denies everything else by name', () => {
    const [allow, deny, unmask] = read();
    expect(allow).toMatchObject({ Effect: 'Allow', Action: awsActions() });
    expect(deny).toMatchObject({ Effect: 'Deny', NotAction: awsActions() });
    expect(unmask).toMatchObject({ Effect: 'Deny', Action: ['logs:Unmask'] });
    expect(read()).toHaveLength(3);
  });
});

test('every call only reads: no wildcard, and a verb that changes nothing', () => {
  for (const action of awsActions()) {
    expect(action).toMatch(/^[a-z0-9-]+:(Get|List|Describe|Lookup|Search|StartQuery|StopQuery)\w*$/);
  }
  expect(awsActions()).toHaveLength(Object.values(AWS_READS).flat().length);
});

test('the role is assumed with an external id only', () => {
  const { AssumeRolePolicyDocument } = JSON.parse(shipped('aws-role.cloudformation.json')).Resources.Role.Properties;
  expect(AssumeRolePolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { AWS: { Ref: 'TrustedPrincipal' } },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
    },
  ]);
  expect(shipped('aws-role.tf')).toMatch(/variable = "sts:ExternalId"\n\s*values\s*= \[var\.external_id\]/);
});

test('the scopes of Datadog are those of the requests, and all of them read', () => {
  const { scopes, requests } = JSON.parse(shipped('datadog-scopes.json'));
  expect(new Set([...DATADOG_READS.map(({ scope }) => scope), 'logs_read_index_data'])).toEqual(new Set(scopes));
  expect(scopes).toEqual([...scopes].filter((scope) => /read|query/.test(scope)));
  expect(requests).toHaveLength(DATADOG_READS.length);
  for (const { path, shown } of DATADOG_READS) expect(shown.replace('{id}', '42')).toMatch(path);
});
