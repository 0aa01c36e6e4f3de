import { readFileSync } from 'node:fs';
import { type Document, OpenAPIBackend } from 'openapi-backend';
import type { Json } from '../shapes/json.ts';

/** Checks requests and answers against GitHub's own description of its API. */
export interface Contract {
  /** What is wrong with a request, in words; empty where it is right or where the description does not know the operation. */
  requestErrors(operation: string, request: ContractRequest): readonly string[];
  /** What is wrong with an answer. */
  answerErrors(operation: string, status: number, body: unknown): readonly string[];
}

interface ContractRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
}

const DESCRIPTION = new URL('../openapi/github-api.json', import.meta.url);
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
// Where there is no address GitHub sends an empty text.
const URI = /^$|^[a-z][a-z0-9+.-]*:\S+$/i;

interface Found {
  readonly instancePath: string;
  readonly message?: string;
  readonly params?: unknown;
}

/** Reads the description; a validator is compiled when its operation is first called. */
export async function openContract(): Promise<Contract> {
  const definition = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as Document & { paths: Record<string, Json> };
  const api = new OpenAPIBackend({
    definition,
    quick: true,
    ajvOpts: { strict: false, logger: false },
    customizeAjv: (ajv) =>
      ajv
        .addFormat('date-time', DATE_TIME)
        .addFormat('uri', URI)
        .addFormat('repo.nwo', /.+\/.+/),
  });
  await api.init();
  const ids = new Map<string, string>();
  for (const [path, methods] of Object.entries(definition.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      ids.set(`${method.toUpperCase()} ${path}`, (operation as { operationId: string }).operationId);
    }
  }
  const say = (errors: readonly Found[] | null | undefined) =>
    (errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
  return {
    requestErrors: (operation, { params, query, body }) => {
      const id = ids.get(operation);
      if (id === undefined) return [];
      const [method = '', template = ''] = operation.split(' ');
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
      const request = {
        method: method.toLowerCase(),
        path,
        headers: { 'content-type': 'application/json' },
        query: typed(Object.fromEntries(query)),
        ...(body === undefined ? {} : { body }),
      };
      // Path parameters arrive as text; what a number must look like is decided by the route itself.
      return say(api.validator.validateRequest(request, id).errors?.filter((e) => !e.instancePath.startsWith('/path')));
    },
    answerErrors: (operation, status, body) => {
      const id = ids.get(operation);
      return id === undefined ? [] : say(api.validator.validateResponse(body, id, status).errors);
    },
  };
}

/** Query values as the description types them: whole numbers and booleans are no text. */
function typed(query: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(query).map(([key, value]) => {
    if (/^\d{1,15}$/.test(value)) return [key, Number(value)];
    return [key, value === 'true' ? true : value === 'false' ? false : value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
