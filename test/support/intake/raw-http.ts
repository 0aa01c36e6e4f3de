import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** The status of the first answer; undefined where the server hung up without one. */
  readonly status: number | undefined;
  readonly text: string;
}

/** Opens a connection to a port of loopback, for requests that no HTTP client would send. */
export function rawConnection(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends the pieces as they are, and gives what came back until the server hung up (or the answer was whole). */
export async function rawHttp(port: number, ...pieces: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
  const socket = await rawConnection(port);
  const received = answerOn(socket);
  for (const piece of pieces) {
    if (socket.writable) socket.write(piece);
  }
  return received;
}

/** The first answer on a connection. A reset after it (an unread body) does not lose what was read before. */
export function answerOn(socket: Socket): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const finish = () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({ status: status === undefined ? undefined : Number(status), text });
      socket.destroy();
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (/\r\n\r\n[\s\S]*\n$/.test(text)) finish();
    });
    socket.once('close', finish);
    socket.on('error', finish);
  });
}

/** A request as bytes. Header names may repeat, and nothing is added. */
export function rawRequest(
  target: string,
  headers: readonly (readonly [string, string])[],
  body: string | Uint8Array = '',
): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${target} HTTP/1.1\r\nhost: x\r\n${lines}\r\n`, 'latin1'), Buffer.from(body)]);
}
