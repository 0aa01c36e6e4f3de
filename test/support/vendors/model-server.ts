import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model does with one call: `say` gives its text, the others are the protocol's ways to fail. */
export type ModelTurn =
  | { readonly kind: 'say'; readonly text: string; readonly stop?: 'end_turn' | 'max_tokens' | 'refusal' }
  | { readonly kind: 'status'; readonly status: number; readonly type: string }
  | { readonly kind: 'error-event'; readonly type: string }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'html' };

export interface ModelServer {
  readonly url: string;
  /** The bodies and credentials of the calls so far. */
  readonly calls: { readonly body: Record<string, unknown>; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

/** A server on loopback that speaks the streamed Messages protocol, as a proxy or a local model would. */
export async function startModelServer(turn: (material: string) => ModelTurn): Promise<ModelServer> {
  const calls: ModelServer['calls'] = [];
  const server = createServer((request, response) => {
    void heard(request, response);
  });
  const heard = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await text(request)) as { messages: { content: string }[] } & Record<string, unknown>;
    calls.push({ body, authorization: request.headers.authorization });
    answer(response, turn(body.messages[0]?.content ?? ''));
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

function answer(response: ServerResponse, turn: ModelTurn): void {
  if (turn.kind === 'hang') return;
  if (turn.kind === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>');
    return;
  }
  if (turn.kind === 'status') {
    const error = { type: 'error', error: { type: turn.type, message: 'no' } };
    response.writeHead(turn.status, { 'content-type': 'application/json' }).end(JSON.stringify(error));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  event(response, 'message_start', { message: MESSAGE });
  event(response, 'content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  if (turn.kind === 'error-event') {
    event(response, 'error', { error: { type: turn.type, message: 'no' } });
    response.end();
    return;
  }
  if (turn.kind === 'hang-up') {
    event(response, 'content_block_delta', { index: 0, delta: { type: 'text_delta', text: '{"headline":' } });
    response.destroy();
    return;
  }
  // In pieces, as a model talks.
  for (const piece of turn.text.match(/[\s\S]{1,40}/g) ?? []) {
    event(response, 'content_block_delta', { index: 0, delta: { type: 'text_delta', text: piece } });
  }
  event(response, 'content_block_stop', { index: 0 });
  event(response, 'message_delta', {
    delta: { stop_reason: turn.stop ?? 'end_turn', stop_sequence: null },
    usage: { output_tokens: 1 },
  });
  event(response, 'message_stop', {});
  response.end();
}

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'local',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};

function event(response: ServerResponse, type: string, data: Record<string, unknown>): void {
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
