import { OperationalError } from '../../../platform/errors.ts';
import { createRedactor } from '../../../platform/redact.ts';
import type { AwsOptions } from './aws-options.ts';

const THROTTLED = /throttl|toomanyrequests|requestlimitexceeded|limitexceeded|slowdown/i;
const LONGEST_MESSAGE = 300;

/** The names under which AWS refuses for want of rights. */
export const DENIED = /^(AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden)/i;

/**
 * Runs one call of the SDK and gives its answer. Throws OperationalError: what our own HTTP client threw, else AWS's
 * own reason without any secret; an answer that the SDK cannot read is `upstream-nonsense`.
 */
export async function askAws<T>(
  options: AwsOptions,
  from: string,
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw awsFailure(error, options, from, signal);
  }
}

function awsFailure(error: unknown, options: AwsOptions, from: string, signal: AbortSignal): unknown {
  if (error instanceof OperationalError || !(error instanceof Error)) return error;
  if (signal.aborted)
    return new OperationalError('upstream-timeout', `${from} did not answer in time`, { retryable: true });
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (error.name === 'CredentialsProviderError') {
    return new OperationalError(
      'upstream-failed',
      `${from} was not asked: no AWS credentials were found; give the connection an accessKeyId, or this process credentials`,
    );
  }
  if (status === undefined || status < 300) {
    return new OperationalError('upstream-nonsense', `${from} answered with something that is not of its API`, {
      ...(status === undefined ? {} : { status }),
    });
  }
  const redact = createRedactor([options.secretAccessKey ?? '', options.sessionToken ?? '', options.accessKeyId ?? '']);
  const said = `${error.name}: ${redact(error.message || 'no reason given').slice(0, LONGEST_MESSAGE)}`;
  if (THROTTLED.test(error.name)) {
    return new OperationalError('upstream-rate-limited', `${from} asked us to wait (${said})`, {
      status,
      retryable: true,
    });
  }
  return new OperationalError('upstream-failed', `${from} refused the question: ${said}`, {
    status,
    retryable: status >= 500,
  });
}
