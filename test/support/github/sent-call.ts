/** A call as a network that stands in for `fetch` received it. */
export interface SentCall {
  readonly method: string;
  readonly url: string;
  /** The body; undefined where there is none. */
  readonly text: string | undefined;
}

/** Reads the arguments of a `fetch`. Throws a TypeError for a body that is not text: our clients send nothing else. */
export function sentCall(input: string | URL | Request, init: RequestInit = {}): SentCall {
  const { body = null, method = 'GET' } = init;
  if (body !== null && typeof body !== 'string') throw new TypeError(`${method}: a body that is not text was sent`);
  return { method, url: input instanceof Request ? input.url : String(input), text: body ?? undefined };
}
