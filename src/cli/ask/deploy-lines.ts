import { duration } from '../../investigation/report/format-time.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { DeployDocument } from '../documents/deploy-document.ts';
import type { Ask } from './open-ask.ts';
import { printable, utcMinute } from './printable.ts';

const KINDS: Readonly<Record<DeployDocument['kind'], string>> = {
  deploy: '',
  redeploy: ', the same commit again',
  rollback: ', a rollback',
  config: ', configuration only',
  unknown: '',
};
const MOST_CHANGES = 8;

/** One deploy: when, what, by whom. */
export function deployLine(deploy: DeployDocument, { paint }: Pick<Ask, 'paint'>, now: EpochMs): string {
  const sha = paint('code', printable(deploy.sha.slice(0, 7)));
  const by = deploy.actor === undefined ? '' : paint('dim', ` by ${printable(deploy.actor)}`);
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
  if (deploy.changes.length === 0 && deploy.truncated !== true) return [paint('dim', '    no new commit')];
  const verb = deploy.kind === 'rollback' ? paint('unsure', 'took away ') : '';
  const lines = deploy.changes.slice(0, MOST_CHANGES).map(({ sha, pullRequest, title, author }) => {
    const name = paint('code', pullRequest === undefined ? printable(sha.slice(0, 7)) : `#${pullRequest}`);
    const who = author === undefined ? '' : paint('dim', ` (${printable(author)})`);
    return `    ${verb}${name}${title === undefined ? '' : ` ${printable(title)}`}${who}`;
  });
  const more = deploy.changes.length - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [paint('dim', `    and ${more} more`)] : []),
    ...(deploy.truncated === true ? [paint('dim', '    (the list was cut: there are more)')] : []),
  ];
}
