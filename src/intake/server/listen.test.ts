import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { listen } from './listen.ts';

test('a port that another program has is named, with what to set', async () => {
  const other = createServer();
  await listen(other, { host: '127.0.0.1', port: 0 });
  const { port } = other.address() as AddressInfo;
  await expect(listen(createServer(), { host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'configuration-invalid',
    message: `The server cannot listen on 127.0.0.1, port ${port}. Another program listens there: stop it, or set PORT to another port.`,
  });
  other.close();
});

test('an address of another machine is named', async () => {
  // TEST-NET-1 (RFC 5737): no machine has it.
  await expect(listen(createServer(), { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
    code: 'configuration-invalid',
    message: expect.stringContaining('192.0.2.1, port 0. HOST is no address of this machine'),
  });
});
