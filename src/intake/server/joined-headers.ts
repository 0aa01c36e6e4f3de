import type { IncomingMessage } from 'node:http';

/** A header that was sent twice becomes one value that no credential equals, instead of the first one winning. */
export function joinedHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]),
  );
}
