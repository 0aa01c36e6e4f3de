// Cuts the operations that the local GitHub serves out of GitHub's own OpenAPI description, with every schema that they
// reach, and stores them minified. Usage: node scripts/cut-openapi.ts PATH/TO/@octokit/openapi
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/app': ['get'],
  '/app-manifests/{code}/conversions': ['post'],
  '/app/hook/config': ['get'],
  '/app/hook/deliveries': ['get'],
  '/app/hook/deliveries/{delivery_id}': ['get'],
  '/app/hook/deliveries/{delivery_id}/attempts': ['post'],
  '/app/installations': ['get'],
  '/app/installations/{installation_id}': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/installation/repositories': ['get'],
  '/installation/token': ['delete'],
  '/orgs/{org}/installation': ['get'],
  '/rate_limit': ['get'],
  '/users/{username}': ['get'],
  '/users/{username}/installation': ['get'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/actions/runs': ['get'],
  '/repos/{owner}/{repo}/actions/runs/{run_id}': ['get'],
  '/repos/{owner}/{repo}/branches': ['get'],
  '/repos/{owner}/{repo}/branches/{branch}': ['get'],
  '/repos/{owner}/{repo}/collaborators/{username}/permission': ['get'],
  '/repos/{owner}/{repo}/commits': ['get'],
  '/repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head': ['get'],
  '/repos/{owner}/{repo}/commits/{commit_sha}/pulls': ['get'],
  '/repos/{owner}/{repo}/commits/{ref}': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get', 'put', 'delete'],
  '/repos/{owner}/{repo}/deployments': ['get', 'post'],
  '/repos/{owner}/{repo}/deployments/{deployment_id}': ['get'],
  '/repos/{owner}/{repo}/deployments/{deployment_id}/statuses': ['get', 'post'],
  '/repos/{owner}/{repo}/git/blobs': ['post'],
  '/repos/{owner}/{repo}/git/blobs/{file_sha}': ['get'],
  '/repos/{owner}/{repo}/git/commits': ['post'],
  '/repos/{owner}/{repo}/git/commits/{commit_sha}': ['get'],
  '/repos/{owner}/{repo}/git/matching-refs/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/git/refs/{ref}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/git/tags/{tag_sha}': ['get'],
  '/repos/{owner}/{repo}/git/trees': ['post'],
  '/repos/{owner}/{repo}/git/trees/{tree_sha}': ['get'],
  '/repos/{owner}/{repo}/installation': ['get'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments': ['get'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}/labels': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}/reactions': ['get', 'post'],
  '/repos/{owner}/{repo}/labels': ['get', 'post'],
  '/repos/{owner}/{repo}/labels/{name}': ['get'],
  '/repos/{owner}/{repo}/merges': ['post'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/commits': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/merge': ['get', 'put'],
  '/repos/{owner}/{repo}/releases': ['get'],
  '/repos/{owner}/{repo}/releases/latest': ['get'],
  '/repos/{owner}/{repo}/releases/tags/{tag}': ['get'],
  '/repos/{owner}/{repo}/rules/branches/{branch}': ['get'],
  '/repos/{owner}/{repo}/tags': ['get'],
};

type Json = unknown;
type JsonObject = Record<string, Json>;
type Description = {
  openapi: string;
  info: Json;
  paths: Record<string, JsonObject>;
  components: Record<string, JsonObject>;
};

const PROSE = new Set(['description', 'example', 'examples', 'externalDocs', 'summary', 'title', 'tags', 'deprecated']);
const NAMES = new Set(['properties', 'patternProperties', 'schemas', 'parameters', 'responses', 'headers']);

/** Drops prose, examples and vendor extensions; `inNames` is true where keys are names and not keywords. */
function strip(value: Json, inNames = false): Json {
  if (Array.isArray(value)) return value.map((item) => strip(item));
  if (value === null || typeof value !== 'object') return value;
  const kept: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (!inNames && (PROSE.has(key) || key.startsWith('x-'))) continue;
    // Ajv refuses `nullable` beside a missing `type`: see `orNull`.
    if (!inNames && key === 'nullable' && !('type' in value)) continue;
    kept[key] = strip(item, !inNames && NAMES.has(key) && !Array.isArray(item));
  }
  return inNames ? kept : orNull(kept, (value as JsonObject).nullable === true);
}

/** Says in JSON Schema's own words what `nullable` means beside `enum` and beside alternatives, where Ajv does not know it. */
function orNull(schema: JsonObject, isNullable: boolean): Json {
  if (!isNullable) return schema;
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) return { ...schema, enum: [...schema.enum, null] };
  return 'type' in schema ? schema : { anyOf: [schema, { enum: [null] }] };
}

function references(value: Json, found: Set<string>): void {
  if (value === null || typeof value !== 'object') return;
  for (const [key, item] of Object.entries(value)) {
    if (key === '$ref' && typeof item === 'string') found.add(item);
    else references(item, found);
  }
}

function cut(source: Description): Description {
  const paths: Description['paths'] = {};
  for (const [path, methods] of Object.entries(OPERATIONS)) {
    const item = source.paths[path];
    if (item === undefined) throw new Error(`GitHub's description has no ${path}`);
    paths[path] = {};
    for (const method of methods) {
      if (item[method] === undefined) throw new Error(`GitHub's description has no ${method} ${path}`);
      paths[path][method] = strip(item[method]);
    }
  }
  // The list wants an account that is a user and an enterprise at once; the single installation says: either.
  const list = { type: 'array', items: { $ref: '#/components/schemas/installation' } };
  Object.assign(paths['/app/installations']?.get as JsonObject, {
    responses: { 200: { description: '', content: { 'application/json': { schema: list } } } },
  });
  const components: Description['components'] = {};
  const seen = new Set<string>();
  const queue = new Set<string>();
  references(paths, queue);
  for (const reference of queue) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const [, , kind = '', name = ''] = reference.split('/');
    if (kind === 'examples') continue;
    const stripped = strip(source.components[kind]?.[name]);
    components[kind] = { ...components[kind], [name]: stripped };
    references(stripped, queue);
  }
  return { openapi: source.openapi, info: strip(source.info), paths, components };
}

const folder = process.argv[2];
if (folder === undefined) throw new Error('Usage: node scripts/cut-openapi.ts PATH/TO/@octokit/openapi');
const source = JSON.parse(readFileSync(join(folder, 'generated/api.github.com.json'), 'utf8')) as Description;
const target = new URL('../test/support/local-github/openapi/github-api.json', import.meta.url);
const text = `${JSON.stringify(cut(source))}\n`;
writeFileSync(target, text);
console.log(`${target.pathname}: ${text.length} bytes`);
