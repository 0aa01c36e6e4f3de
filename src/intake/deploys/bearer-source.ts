import { bearerOrBasic } from '../bearer-or-basic.ts';
import { bodyDedupeKey } from '../body-dedupe-key.ts';
import type { DeploySource } from './contract.ts';

/** How a sender without a signature is known: by the endpoint's secret as a bearer, or as the password of Basic. */
export const BEARER_SOURCE: Pick<DeploySource, 'authenticate' | 'sign' | 'dedupeKey'> = {
  authenticate: ({ headers }, { secrets }) => bearerOrBasic(headers.authorization, secrets),
  sign: (_body, secret) => ({ authorization: `Bearer ${secret}` }),
  dedupeKey: ({ body }, receivedAt) => bodyDedupeKey(body, receivedAt),
};
