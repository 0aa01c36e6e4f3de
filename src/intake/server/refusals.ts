/** Why a delivery was not stored: the status, and what the sender is told. 503 alone makes every sender try again. */
export const REFUSALS = {
  'length-required': [411, 'Send a Content-Length; chunked bodies are not accepted.'],
  'encoded-body': [415, 'Send the body without Content-Encoding.'],
  'too-large': [413, 'The body is larger than this address accepts.'],
  'too-slow': [408, 'The body did not arrive in time.'],
  'bad-credential': [401, 'The signature or the secret is missing or does not match.'],
  'bad-seal': [403, 'The message is raw, too old, of a topic that this endpoint does not name, or not signed by it.'],
  'foreign-app': [403, 'X-GitHub-Hook-Installation-Target-ID does not name the GitHub App that this server is.'],
  'bad-delivery-id': [400, 'X-GitHub-Delivery must be a GUID.'],
  'unknown-endpoint': [404, 'There is no such endpoint.'],
  overloaded: [503, 'Too many deliveries are being received. Try again.'],
  'storage-unavailable': [503, 'The delivery could not be stored. Try again.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type RefusalReason = keyof typeof REFUSALS;
