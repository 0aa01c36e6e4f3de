import type { Server } from 'node:http';
import type { InstanceConfiguration } from '../../config/instance-configuration.ts';
import { OperationalError } from '../../platform/errors.ts';

/** What to do, by the system's own code. */
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program listens there: stop it, or set PORT to another port.',
  EACCES: 'This user may not listen there: set PORT to 1024 or above.',
  EADDRNOTAVAIL: 'HOST is no address of this machine: set it to one, or to 0.0.0.0 for all.',
  ENOTFOUND: 'HOST is no name that this machine knows: set it to an address, or to 0.0.0.0 for all.',
};

/** Listens on HOST and PORT. Rejects with OperationalError `configuration-invalid` where it cannot, with both and what to do. */
export function listen(
  server: Server,
  { port, host }: Pick<InstanceConfiguration['server'], 'port' | 'host'>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException): void => {
      const advice = ADVICE[cause.code ?? ''] ?? `${cause.message}: set HOST and PORT to where this machine lets it.`;
      reject(
        new OperationalError('configuration-invalid', `The server cannot listen on ${host}, port ${port}. ${advice}`, {
          cause,
        }),
      );
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}
