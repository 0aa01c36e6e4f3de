import { duration, isoOf } from '../../investigation/report/format-time.ts';
import { cleanForeign } from '../../investigation/report/markdown/clean-foreign.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { DeployDocument } from '../documents/deploy-document.ts';
import type { Ask } from './open-ask.ts';

const KINDS: Readonly<Record<DeployDocument['kind'], string>> = {
  deploy: '',
  redeploy: ', the same commit again',
  rollback: ', a rollback',
  config: ', configuration only',
  unknown: '',
};
const MOST_CHANGES = 8;

/** Foreign text on one line of a terminal. */
export function shown(foreign: string): string {
  return cleanForeign(foreign, { characters: 120, lines: 1 });
}

/** `2026-11-25 13:36 UTC`. */
export function utcMinute(at: string | EpochMs): string {
  const text = typeof at === 'string' ? at : isoOf(at);
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}

/** One deploy: when, what, by whom. */
export function deployLine(deploy: DeployDocument, { paint }: Pick<Ask, 'paint'>, now: EpochMs): string {
  const sha = paint('code', shown(deploy.sha.slice(0, 7)));
  const by = deploy.actor === undefined ? '' : paint('dim', ` by ${shown(deploy.actor)}`);
  const unverified = deploy.verified === false ? paint('bad', ' (its commit is on no branch or tag)') : '';
  return `${sha} ${state(deploy, { paint }, now)}${KINDS[deploy.kind]}${by}${unverified}`;
}

function state(deploy: DeployDocument, { paint }: Pick<Ask, 'paint'>, now: EpochMs): string {
  if (deploy.outcome === 'failure')
    return `${paint('bad', 'failed')}, begun ${utcMinute(deploy.startedAt)}, never live`;
  if (deploy.liveAt === undefined) return `${paint('unsure', 'rolling out')} since ${utcMinute(deploy.startedAt)}`;
  const since = utcMinute(deploy.liveAt);
  if (deploy.endedAt !== undefined) {
    const lasted = duration(Date.parse(deploy.endedAt) - Date.parse(deploy.liveAt));
    return `live from ${since}, for ${lasted}`;
  }
  return `${paint('good', 'live')} since ${since} (${duration(now - Date.parse(deploy.liveAt))})`;
}

/** What a deploy brought, a line each, indented. */
export function changeLines(deploy: DeployDocument, { paint }: Pick<Ask, 'paint'>): readonly string[] {
  if (deploy.previousSha === undefined)
    return [paint('dim', '    the first deploy on record: what it brought is not known')];
  if (deploy.changes === null) return [paint('dim', '    what it brought is not known yet')];
  if (deploy.changes.length === 0) return [paint('dim', '    no new commit')];
  const verb = deploy.kind === 'rollback' ? paint('unsure', 'took away ') : '';
  const lines = deploy.changes.slice(0, MOST_CHANGES).map(({ sha, pullRequest, title, author }) => {
    const name = paint('code', pullRequest === undefined ? shown(sha.slice(0, 7)) : `#${pullRequest}`);
    const who = author === undefined ? '' : paint('dim', ` (${shown(author)})`);
    return `    ${verb}${name}${title === undefined ? '' : ` ${shown(title)}`}${who}`;
  });
  const more = deploy.changes.length - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [paint('dim', `    and ${more} more`)] : []),
    ...(deploy.truncated === true ? [paint('dim', '    (the list was cut by GitHub)')] : []),
  ];
}
