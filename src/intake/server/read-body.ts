import type { IncomingMessage } from 'node:http';
import type { BodyLease } from './body-memory.ts';
import type { RefusalReason } from './refusals.ts';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly deadlineMs: number;
  readonly memory: BodyLease;
}

export type BodyOutcome =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** The sender hung up before the body was whole. */
  | { readonly kind: 'aborted' };

/**
 * Reads a body that has said how long it is. Everything that can be refused is refused before the first byte is read.
 * A length is required because every known sender gives one and it bounds the work; a body that is shorter than its
 * length never completes, and what follows a longer one is not part of it (and so fails its signature).
 */
export function readBody(request: IncomingMessage, limits: BodyLimits): Promise<BodyOutcome> {
  const reason = refusedUnread(request, limits.maxBytes);
  if (reason !== undefined) return Promise.resolve({ kind: 'refused', reason });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const finish = (outcome: BodyOutcome) => {
      clearTimeout(deadline);
      request.removeAllListeners('data');
      resolve(outcome);
    };
    const deadline = setTimeout(() => finish({ kind: 'refused', reason: 'too-slow' }), limits.deadlineMs);
    request.on('data', (chunk: Buffer) => {
      if (!limits.memory.take(chunk.length)) return finish({ kind: 'refused', reason: 'overloaded' });
      chunks.push(chunk);
    });
    request.once('end', () => finish({ kind: 'body', bytes: Buffer.concat(chunks) }));
    request.once('close', () => finish({ kind: 'aborted' }));
    request.once('error', () => finish({ kind: 'aborted' }));
  });
}

function refusedUnread({ headers }: IncomingMessage, maxBytes: number): RefusalReason | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return 'encoded-body';
  const length = headers['content-length'];
  if (length === undefined || headers['transfer-encoding'] !== undefined) return 'length-required';
  return Number(length) > maxBytes ? 'too-large' : undefined;
}
