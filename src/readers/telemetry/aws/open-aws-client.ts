import { OperationalError } from '../../../platform/errors.ts';
import type { Connection } from '../contract.ts';
import { askAws, DENIED } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';
import { AWS_READS, type AwsService } from './aws-reads.ts';
import { awsCredentials } from './aws-session.ts';
import { type AwsTransport, awsTransport } from './aws-transport.ts';

/** What every client of the SDK takes from us. */
export interface AwsClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly requestHandler: AwsTransport;
  readonly maxAttempts: number;
}

/** What all clients of the SDK have in common; each types the rest for its own commands. */
interface AwsClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

export interface AwsServiceUse<Client extends AwsClient> {
  readonly service: AwsService;
  /** For people. */
  readonly name: string;
  readonly open: (settings: AwsClientSettings) => Client;
  /** Tries a change on something that cannot exist: the rights that we hold must not be enough even to hear so. */
  readonly probe: (client: Client) => Promise<unknown>;
}

const ATTEMPTS = 3;
const PROBE_EVERY_MS = 24 * 3_600_000;
const probed = new WeakMap<AwsOptions, Map<AwsService, number>>();

/**
 * Opens a client of the SDK that can only read: its middleware refuses every command that is not on our list before
 * anything is sent, and once a day a change is tried that must be denied. Throws OperationalError where it is not.
 */
export async function openAwsClient<Client extends AwsClient>(
  { service, name, open, probe }: AwsServiceUse<Client>,
  connection: Connection<AwsOptions>,
): Promise<Client> {
  const { options, http, signal, now } = connection;
  const credentials = await awsCredentials(connection);
  const settings: AwsClientSettings = {
    region: options.region,
    requestHandler: awsTransport(http, name, 'json', signal),
    maxAttempts: ATTEMPTS,
    ...(options.url === undefined ? {} : { endpoint: options.url }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  const times = probed.get(options) ?? new Map<AwsService, number>();
  probed.set(options, times);
  if (now - (times.get(service) ?? Number.NEGATIVE_INFINITY) > PROBE_EVERY_MS) {
    await mustBeDenied(name, connection, () => probe(open(settings)));
    times.set(service, now);
  }
  const client = open(settings);
  const allowed = new Set(AWS_READS[service].map((read) => `${read}Command`));
  const readsOnly =
    (next: (args: unknown) => Promise<unknown>, { commandName = 'unknown' }: { readonly commandName?: string }) =>
    (args: unknown) => {
      if (allowed.has(commandName)) return next(args);
      throw new OperationalError('guard-denied', `${commandName} of ${name} is not on the list of reads`);
    };
  client.middlewareStack.add(readsOnly as never, { step: 'initialize', name: 'whatchanged-reads-only' } as never);
  return client;
}

/** What an endpoint says to someone who may change things, about a thing that is not there. */
const NOT_THERE = /NotFound|NoSuch|DoesNotExist|Unknown(Trail|Group)/i;

async function mustBeDenied(
  name: string,
  { options, signal }: Connection<AwsOptions>,
  change: () => Promise<unknown>,
): Promise<void> {
  const mayChange = await askAws(options, name, signal, async () => {
    try {
      await change();
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error instanceof OperationalError) throw error;
      if (NOT_THERE.test(error.name)) return true;
      // Anything but a clear denial ends the read as well, with its own reason.
      if (DENIED.test(error.name)) return false;
      throw error;
    }
  });
  if (!mayChange) return;
  throw new OperationalError(
    'configuration-invalid',
    `${name} is not read: these credentials may change things (a change that must be denied was not). Use a role, or the policy in iam/`,
  );
}
