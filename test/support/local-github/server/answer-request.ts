import { digest, type Json } from '../shapes/json.ts';
import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import { timeOf, type World } from '../world/world.ts';
import { type Actor, authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import type { Contract } from './contract.ts';
import type { TakenFault } from './faults.ts';
import { findRepository, withoutRepositoryId } from './find-repository.ts';
import { HttpFailure, notFound, unprocessable } from './http-failure.ts';
import type { Judge, LoggedRequest } from './request-log.ts';
import type { Answer, Call, Route } from './route.ts';
import type { Router } from './router.ts';

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Json | undefined;
  readonly faults: readonly TakenFault[];
  readonly log: LoggedRequest;
}

export interface Api {
  readonly world: World;
  readonly router: Router;
  readonly contract: Contract | undefined;
  readonly judge: Judge;
  /** The real time, for tokens. */
  now(): number;
}

/** Answers one request to the API, and writes down what an App may not do and what GitHub's description does not allow. */
export async function answerRequest(api: Api, request: ApiRequest): Promise<Answer> {
  try {
    return await route(api, request);
  } catch (error) {
    if (error instanceof HttpFailure) return { status: error.status, body: error.body, headers: error.headers };
    throw error;
  }
}

async function route(api: Api, request: ApiRequest): Promise<Answer> {
  const { world, judge } = api;
  const { method, url } = request;
  const actor = authenticate(world, request.headers.authorization, api.now());
  note(request.log, actor);
  const isApp = actor.kind === 'app' || actor.kind === 'installation';
  const path = withoutRepositoryId(world, url.pathname);
  const match = api.router(method === 'HEAD' ? 'GET' : method, path);
  if (match === undefined) {
    judge.unknownRoutes.push({ method, path: url.pathname });
    if (method !== 'GET' && method !== 'HEAD') {
      judge.violations.push({
        what: `unknown mutating route${isApp ? '' : ' by a person'}`,
        method,
        path: url.pathname,
      });
    }
    throw notFound();
  }
  const { operation } = match.route;
  Object.assign(request.log, { operation });
  const found = repositoryOf(world, match.params);
  const repository = found?.repository;
  const call = newCall(request, world, actor, match.params, repository);
  const what = violationOf(match.route, call);
  if (isApp && what !== undefined) judge.violations.push({ what, method, path: url.pathname });
  authorize(actor, match.route.access, repository);
  if (found?.kind === 'moved') throw moved(world, found.repository, url);
  const body = request.body;
  const errors = api.contract?.requestErrors(operation, { params: match.params, query: url.searchParams, body }) ?? [];
  if (errors.length > 0) {
    throw unprocessable(
      'Validation Failed',
      errors.map((message) => ({ resource: operation, code: 'custom', message })),
    );
  }
  const answer = await match.route.handle(call);
  if (answer.contentType === undefined && answer.status < 300) check(api, operation, answer);
  return withEntityTag(answer, request);
}

function check(api: Api, operation: string, answer: Answer): void {
  // What is compared must be what is sent: without the keys that JSON leaves out.
  const sent = answer.body === undefined ? '' : JSON.parse(JSON.stringify(answer.body));
  const errors = answer.status === 204 ? [] : (api.contract?.answerErrors(operation, answer.status, sent) ?? []);
  if (errors.length > 0) api.judge.contractViolations.push({ operation, status: answer.status, errors });
}

function violationOf(route: Route, call: Call): string | undefined {
  return typeof route.violation === 'function' ? route.violation(call) : route.violation;
}

function note(log: LoggedRequest, actor: Actor): void {
  const installation = actor.kind === 'installation' ? actor.token.installation : undefined;
  const app = actor.kind === 'app' ? actor.app : installation?.app;
  Object.assign(log, { actor: actor.kind, appId: app?.id, installationId: installation?.id });
}

/** The repository of a path. Throws 404 where there is none; undefined on a path without one. */
function repositoryOf(world: World, params: Readonly<Record<string, string>>) {
  const { owner, repo } = params;
  if (owner === undefined || repo === undefined) return undefined;
  const found = findRepository(world, `${owner}/${repo}`);
  if (found.kind === 'nowhere') throw notFound();
  return found;
}

function moved(world: World, repository: Repository, url: URL): HttpFailure {
  const rest = url.pathname.split('/').slice(4).join('/');
  const to = `${world.origin}/repositories/${repository.id}${rest === '' ? '' : `/${rest}`}${url.search}`;
  return new HttpFailure(301, 'Moved Permanently', { url: to }, { location: to });
}

function newCall(
  request: ApiRequest,
  world: World,
  actor: Actor,
  params: Readonly<Record<string, string>>,
  repository: Repository | undefined,
): Call {
  return {
    world,
    actor,
    params,
    query: request.url.searchParams,
    body: request.body ?? {},
    accept: request.headers.accept ?? '',
    url: request.url,
    get repository(): Repository {
      if (repository === undefined) throw new Error(`${request.url.pathname} names no repository`);
      return repository;
    },
    get account(): Account {
      if (actor.kind === 'user') return actor.user;
      if (actor.kind === 'installation') return actor.token.installation.app.bot;
      throw new HttpFailure(401, 'Requires authentication');
    },
    isListed: (id) => request.faults.every((fault) => !hides(world, fault, id)),
  };
}

function hides(world: World, { effect, newestId, hit }: TakenFault, id: number): boolean {
  if (effect.kind !== 'hide-new-for' || id <= newestId) return false;
  if (effect.requests !== undefined && hit > effect.requests) return false;
  return effect.until === undefined || world.clock.now() < timeOf(world, effect.until);
}

function withEntityTag(answer: Answer, request: ApiRequest): Answer {
  if (request.method !== 'GET' || answer.status !== 200) return answer;
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const etag = `W/"${digest(text)}"`;
  const headers = { ...answer.headers, etag };
  return request.headers['if-none-match'] === etag ? { status: 304, headers } : { ...answer, headers };
}
