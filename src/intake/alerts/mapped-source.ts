import type { z } from 'zod';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import { AlertMap } from './alert-map.ts';
import type { AlertSource } from './contract.ts';
import { readMapped } from './read-mapped.ts';
import { TOKEN_HEADER, tokenOrBearer } from './token-or-bearer.ts';

export interface MappedSource extends Pick<AlertSource, 'id' | 'name' | 'docs' | 'setup'> {
  readonly map: z.input<typeof AlertMap>;
  /** Where the sender puts the secret, where that is a header of its own. */
  readonly header?: string;
}

/** A source that is no more than a map: its sender carries the secret in a header, and its body is read by paths. */
export function mappedSource({ map, header = TOKEN_HEADER, ...source }: MappedSource): AlertSource {
  const paths = AlertMap.parse(map);
  return {
    ...source,
    keepHeaders: ['user-agent'],
    authenticate: ({ headers }, { secrets }) => tokenOrBearer(headers, secrets, header),
    sign: (_body, secret) => ({ [header]: secret }),
    dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
    read: (body) => readMapped(source.id, paths, body),
  };
}
