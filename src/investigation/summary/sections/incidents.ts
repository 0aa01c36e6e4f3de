import { chance } from '../../report/format-number.ts';
import { clock, duration } from '../../report/format-time.ts';
import { type RepositoryLinks, repositoryLinks } from '../../report/markdown/repository-links.ts';
import { type Block, code, heading, joined, type Line, own, paragraph, say, text } from '../../report/markdown/tree.ts';
import type { SaidOfIncident, Summary, SummaryIncident } from '../summary.ts';
import type { NamedChange } from '../week-material.ts';
import { placeName } from './place-name.ts';

const MOST_ROWS = 60;
const MOST_SAID = 3;

/** The week's incidents, newest first: when, where, what was thought, how it ended, what people said. */
export function incidentTable(summary: Summary): readonly Block[] {
  const { incidents, counts, week } = summary;
  if (incidents.length === 0) return [];
  const links = repositoryLinks(summary.repository);
  const shown = incidents.slice(0, MOST_ROWS);
  const rows = shown.map((one) => [
    // Against the Monday after the week, each has its date.
    [text(clock(one.openedAt, week.to))],
    placeName(one),
    verdictOf(one, links),
    one.issue === undefined ? say`none` : [links.issue(one.issue)],
    ending(one),
    said(one),
  ]);
  const more = counts.total - shown.length;
  return [
    heading`Incidents`,
    { kind: 'table', head: [say`UTC`, say`service`, say`verdict`, say`issue`, say`ended`, say`people said`], rows },
    ...(more > 0 ? [paragraph(say`and ${more} more: ${code('whatchanged incidents')} lists them.`)] : []),
  ];
}

function verdictOf({ verdict }: SummaryIncident, links: RepositoryLinks): Line {
  if (verdict === undefined) return say`no verdict`;
  const { band, probability, named } = verdict;
  if (band === 'none') return say`none: no deploy explains it (${chance(probability)})`;
  const name = named === undefined ? say`a change without a name` : changeName(named, links);
  return say`${own(band)}: ${name} (${chance(probability)})`;
}

function changeName({ pullRequest, sha, repository, isDeploy }: NamedChange, links: RepositoryLinks): Line {
  if (pullRequest !== undefined) return [links.pullRequest(pullRequest, repository)];
  if (sha === undefined) return say`a change without a name`;
  const link = links.commit(sha, repository);
  return isDeploy === true ? say`the deploy of ${link}` : [link];
}

function ending({ ended, lastedMs }: SummaryIncident): Line {
  const lasted = lastedMs === undefined ? own('still open') : own(`over after ${duration(lastedMs)}`);
  return ended === 'reverted' ? say`reverted, ${lasted}` : [text(ended === 'open' ? own('open') : lasted)];
}

function said({ said: all, thumbs }: SummaryIncident): Line {
  const lines = all.slice(0, MOST_SAID).map(saidOne);
  if (all.length > MOST_SAID) lines.push(say`${all.length - MOST_SAID} more`);
  if (thumbs !== undefined && thumbs.up + thumbs.down > 0) {
    lines.push(say`thumbs: ${thumbs.up} up, ${thumbs.down} down`);
  }
  return joined(lines, own('; '));
}

function saidOne({ label, source, about, sha }: SaidOfIncident): Line {
  const how = own(source === 'merged-revert' ? ' (its revert was merged)' : '');
  if (about === 'no-change') return label === 'it-was' ? say`no change of ours` : say`a change of ours`;
  // No link: a commit that people name may be of another repository.
  const other = sha === undefined ? say`another deploy` : [code(sha.slice(0, 7))];
  return say`${own(label === 'it-was' ? 'it was' : 'it was not')} ${about === 'named' ? say`that` : other}${how}`;
}
