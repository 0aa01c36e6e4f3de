import { repositoryLinks } from '../../report/markdown/repository-links.ts';
import { type Block, heading, own, paragraph, say, spoken } from '../../report/markdown/tree.ts';
import type { Summary, SummaryRevert } from '../summary.ts';

const MOST_ITEMS = 20;

const BECAME: Readonly<Record<SummaryRevert['state'], string>> = {
  wanted: 'not planned yet',
  planned: 'not written yet',
  drafted: 'a draft, which a person may merge',
  merged: 'merged, not live yet',
  live: 'live; the incident is not over yet',
  recovered: 'live, and the incident is over',
  refused: 'refused',
  failed: 'not written',
  closed: 'closed by people',
  shadow: 'only noted: automatic drafts are not switched on',
};
const MERGED: readonly SummaryRevert['state'][] = ['merged', 'live', 'recovered'];
const NOT_DRAFTED: readonly SummaryRevert['state'][] = ['refused', 'failed'];

/** The reverts of the week, and what came of them. */
export function revertList({ reverts, repository }: Summary): readonly Block[] {
  if (reverts.length === 0) return [];
  const links = repositoryLinks(repository);
  const drafted = reverts.filter(({ draft }) => draft !== undefined).length;
  const merged = reverts.filter(({ state }) => MERGED.includes(state)).length;
  const refused = reverts.filter(({ state }) => NOT_DRAFTED.includes(state)).length;
  const items = reverts
    .slice(0, MOST_ITEMS)
    .map(({ issue, state, isAutomatic, repository: changed, draft, reason }) => {
      const pull = draft === undefined ? [] : say` ${links.pullRequest(draft, changed)}`;
      const why = reason === undefined || !NOT_DRAFTED.includes(state) ? [] : say`: ${spoken(reason)}`;
      const by = own(isAutomatic ? ' (by itself)' : '');
      return { content: say`for ${links.issue(issue)}${by}:${pull} ${own(BECAME[state])}${why}` };
    });
  const more = reverts.length - items.length;
  return [
    heading`Reverts`,
    paragraph(say`${reverts.length} in this week: ${drafted} drafted, ${merged} merged, ${refused} refused.`),
    { kind: 'list', items },
    ...(more > 0 ? [paragraph(say`and ${more} more.`)] : []),
  ];
}
