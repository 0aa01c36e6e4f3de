import { createServer } from 'node:net';
import { createEmulator } from 'emulate';

const APP = 12_345;
const INSTALLATION = 100;

/** Someone else's emulator of GitHub on a free port, with one App that is installed on `acme/shop`. */
export async function startEmulate() {
  const port = await freePort();
  const emulator = await createEmulator({
    service: 'github',
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    seed: {
      github: {
        users: [{ login: 'ada', name: 'Ada', email: 'ada@example.org' }],
        orgs: [{ login: 'acme', name: 'Acme' }],
        repos: [{ owner: 'acme', name: 'shop', auto_init: true }],
        apps: [
          {
            app_id: APP,
            slug: 'whatchanged',
            name: 'whatchanged',
            permissions: { contents: 'write', issues: 'write', metadata: 'read', pull_requests: 'write' },
            events: ['issues'],
            installations: [{ installation_id: INSTALLATION, account: 'acme', repository_selection: 'all' }],
          },
        ],
      },
    },
  });
  const secret = emulator.generatedSecrets.find(({ kind }) => kind === 'github.app_private_key');
  if (secret === undefined) throw new Error('emulate made no private key for the App');
  return {
    url: `http://127.0.0.1:${port}`,
    appId: APP,
    privateKey: secret.value,
    installationId: INSTALLATION,
    repo: { owner: 'acme', repo: 'shop' },
    stop: () => emulator.close(),
  };
}

// emulate can not be asked for a free port itself.
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
