/** How the server answers who asks by OPTIONS whether it may deliver here. */
export interface HandshakeAnswer {
  readonly status: 200 | 400 | 403;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly outcome: 'allowed' | 'refused'; readonly message: string };
}

/** Deliveries a minute of one sender: far more than alerts come in an incident, and far less than the inbox takes. */
const MOST_PER_MINUTE = 600;
/** A name of DNS, which is all that the specification lets stand there; nothing else is sent back. */
const ORIGIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9](?:[a-z0-9-]{0,62}))*$/i;
const RATE = /^(?:\*|[1-9]\d{0,8})$/;

/**
 * The validation handshake of CloudEvents (cloudevents/spec, "HTTP 1.1 Web Hooks for Event Delivery" 1.0.2 §4, read
 * 2026-11): who may deliver, and how fast. Leave to ask is no leave to deliver: each delivery brings its credential. The
 * callback that a sender offers is never called, since anybody could name any address. Undefined where nobody asks for it.
 */
export function webhookHandshake(
  headers: Readonly<Record<string, string>>,
  origins: readonly string[] = [],
): HandshakeAnswer | undefined {
  const origin = headers['webhook-request-origin'];
  if (origin === undefined) return undefined;
  const rate = headers['webhook-request-rate'] ?? '*';
  if (!ORIGIN.test(origin) || !RATE.test(rate)) {
    return refused(400, 'WebHook-Request-Origin is no name of DNS, or WebHook-Request-Rate no number a minute.');
  }
  const known = origins.map((one) => one.toLowerCase());
  if (known.length > 0 && !known.includes(origin.toLowerCase())) {
    return refused(403, 'The endpoint does not list this origin.');
  }
  const allowed = rate === '*' ? MOST_PER_MINUTE : Math.min(Number(rate), MOST_PER_MINUTE);
  return {
    status: 200,
    headers: {
      allow: 'OPTIONS, POST',
      'webhook-allowed-origin': origin,
      'webhook-allowed-rate': String(allowed),
    },
    body: { outcome: 'allowed', message: 'Deliver by POST, with the credential of the endpoint.' },
  };
}

function refused(status: 400 | 403, message: string): HandshakeAnswer {
  return { status, headers: {}, body: { outcome: 'refused', message } };
}
