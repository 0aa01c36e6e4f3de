import { Octokit } from '@octokit/rest';
import type { GitHubAccess } from '../../../src/platform/github-access.ts';

/** What GitHub answers, by method and path with its query's keys in any order; anything else is 404. */
export type Script = Readonly<Record<string, unknown>>;

export interface ScriptedGitHub {
  readonly access: GitHubAccess;
  /** Every request so far, such as `GET /repos/o/r/tags?per_page=100`. */
  readonly requests: readonly string[];
}

/** Marks an answer that is more than a 200 with a body. */
export function answer(status: number, body: unknown = { message: 'no' }, headers: Record<string, string> = {}) {
  return { scripted: true as const, status, body, headers };
}

/** A GitHub that answers from a script, for what a real git cannot show: limits, failures, nonsense. */
export function scriptedGitHub(script: Script): ScriptedGitHub {
  const requests: string[] = [];
  const fetch = async (input: string | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(input);
    const request = `${init?.method ?? 'GET'} ${decodeURIComponent(url.pathname)}${url.search}`;
    requests.push(request);
    const scripted = script[request] ?? script[request.replace(/\?.*$/, '')] ?? answer(404);
    if (scripted instanceof Error || scripted instanceof DOMException) throw scripted;
    const { status, body, headers } = isAnswer(scripted) ? scripted : answer(200, scripted);
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    });
  };
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const octokit = new Octokit({ request: { fetch }, log: quiet });
  return { requests, access: { forRepository: async () => octokit, asApp: () => octokit } };
}

function isAnswer(value: unknown): value is ReturnType<typeof answer> {
  return typeof value === 'object' && value !== null && 'scripted' in value;
}
