import type { Json } from '../shapes/json.ts';

/** An answer that ends a request: thrown by routes, sent by the server. */
export class HttpFailure extends Error {
  readonly status: number;
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, more: Json = {}, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpFailure';
    this.status = status;
    this.body = { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) };
    this.headers = headers;
  }
}

export function notFound(): HttpFailure {
  return new HttpFailure(404, 'Not Found');
}

/** GitHub's 422; `errors` as GitHub lists them, such as `{ resource: 'Issue', field: 'title', code: 'missing_field' }`. */
export function unprocessable(message: string, errors?: readonly Json[]): HttpFailure {
  return new HttpFailure(422, message, errors === undefined ? {} : { errors });
}

export function notAccessible(accepted: string): HttpFailure {
  return new HttpFailure(
    403,
    'Resource not accessible by integration',
    {},
    { 'x-accepted-github-permissions': accepted },
  );
}
