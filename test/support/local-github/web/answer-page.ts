import { findRepository } from '../server/find-repository.ts';
import type { Answer } from '../server/route.ts';
import { isoTime } from '../shapes/json.ts';
import { fullName, type Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { escapeHtml, page } from './page.ts';
import { renderMarkdown } from './render-markdown.ts';
import { startManifest } from './start-manifest.ts';

/** The read-only pages behind every `html_url`, for people who look around: an issue, a repository, the list of all. */
export function answerPage(
  world: World,
  request: { readonly method: string; readonly url: URL; readonly form: URLSearchParams },
): Answer {
  const redirect = startManifest(world, request);
  if (redirect !== undefined) return redirect;
  const html = request.method === 'GET' ? find(world, request.url.pathname) : undefined;
  const body = html ?? page('Not found', '<p>There is no such page here.</p>');
  return { status: html === undefined ? 404 : 200, body, contentType: 'text/html; charset=utf-8' };
}

function find(world: World, path: string): string | undefined {
  if (path === '/') return home(world);
  const [, owner = '', name = '', kind, number] = path.split('/');
  const found = findRepository(world, `${owner}/${name}`);
  if (found.kind === 'nowhere') return undefined;
  if (kind === undefined) return overview(found.repository);
  return kind === 'issues' || kind === 'pull' ? conversation(found.repository, Number(number)) : undefined;
}

function home(world: World): string {
  const items = [...world.repositories.values()].map(fullName).map((name) => `<li><a href="/${name}">${name}</a></li>`);
  return page('Local GitHub', `<ul>${items.join('')}</ul>`);
}

function overview(repository: Repository): string {
  const name = fullName(repository);
  const items = [...repository.issues.values()].toReversed().map(({ number, title, state, pull }) => {
    const kind = pull === undefined ? 'issues' : 'pull';
    return `<li>${state} <a href="/${name}/${kind}/${number}">#${number} ${escapeHtml(title)}</a></li>`;
  });
  return page(name, `<ul>${items.join('')}</ul>`);
}

function conversation(repository: Repository, number: number): string | undefined {
  const issue = repository.issues.get(number);
  if (issue === undefined) return undefined;
  const post = (who: string, at: number, body: string, id = '') =>
    `<article${id}><header>${escapeHtml(who)} · ${isoTime(at)}</header>${renderMarkdown(body)}</article>`;
  const comments = [...repository.comments.values()]
    .filter((comment) => comment.issueNumber === number)
    .map(({ id, user, createdAt, body }) => post(user.login, createdAt, body, ` id="issuecomment-${id}"`));
  const labels = [...issue.labels].map((label) => `<mark>${escapeHtml(label)}</mark>`).join(' ');
  const state = issue.pull?.merged !== undefined ? 'merged' : issue.pull?.draft ? 'draft' : issue.state;
  const back = `<p><a href="/${fullName(repository)}">${fullName(repository)}</a> · ${state} ${labels}</p>`;
  const first = post(issue.user.login, issue.createdAt, issue.body ?? '');
  return page(`${issue.title} · #${number}`, [back, first, ...comments].join('\n'));
}
