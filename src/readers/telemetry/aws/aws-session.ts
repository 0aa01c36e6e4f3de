import { OperationalError } from '../../../platform/errors.ts';
import type { Connection } from '../contract.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';
import { awsPolicy } from './aws-reads.ts';
import { awsTransport } from './aws-transport.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const SECONDS = 900;
/** A session that ends within this time is not begun a read with. */
const MARGIN_MS = 120_000;

const sessions = new WeakMap<AwsOptions, { readonly credentials: AwsCredentials; readonly endsAt: number }>();

/**
 * With whose rights AWS is asked: a session of the configured role that may do nothing but the reads of our list, else
 * the configured key, else (`undefined`) what the SDK finds by itself. A session is kept until shortly before it ends.
 */
export async function awsCredentials(connection: Connection<AwsOptions>): Promise<AwsCredentials | undefined> {
  const { options, now } = connection;
  if (options.role === undefined) return keyOf(options);
  const known = sessions.get(options);
  if (known !== undefined && known.endsAt - MARGIN_MS > now) return known.credentials;
  const begun = await assumeRole(connection, options.role);
  sessions.set(options, begun);
  return begun.credentials;
}

async function assumeRole(
  { options, http, signal, now }: Connection<AwsOptions>,
  { arn, externalId }: NonNullable<AwsOptions['role']>,
): Promise<{ credentials: AwsCredentials; endsAt: number }> {
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const key = keyOf(options);
  const client = new STSClient({
    region: options.region,
    requestHandler: awsTransport(http, 'AWS STS', 'xml', signal),
    ...(options.stsUrl === undefined ? {} : { endpoint: options.stsUrl }),
    ...(key === undefined ? {} : { credentials: key }),
  });
  const command = new AssumeRoleCommand({
    RoleArn: arn,
    RoleSessionName: 'whatchanged',
    ExternalId: externalId,
    DurationSeconds: SECONDS,
    Policy: JSON.stringify(awsPolicy()),
  });
  const { Credentials: given } = await askAws(options, 'AWS STS', signal, () => client.send(command));
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
    throw new OperationalError('upstream-nonsense', 'AWS STS answered without credentials');
  }
  return {
    credentials: {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
    },
    endsAt: given.Expiration?.getTime() ?? now + SECONDS * 1_000,
  };
}

function keyOf({ accessKeyId, secretAccessKey, sessionToken }: AwsOptions): AwsCredentials | undefined {
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
