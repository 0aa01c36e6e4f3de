import { chance } from './format-number.ts';
import { joined, type Line, own, say } from './markdown/tree.ts';
import type { NamedLead } from './name-lead.ts';
import type { NamedSuspect } from './name-suspect.ts';

const MOST = 3;
/** Less than a percent helps nobody to choose. */
const LEAST = 0.01;

/** `#4821 (35 %)`: a name and how probable it is. */
export function withChance({ name, suspect }: NamedSuspect): Line {
  return say`${name} (${chance(suspect.probability)})`;
}

/** The most probable changes of a deploy that is suspected as a whole, and how many more there are. */
export function likelyChanges({ changes, deploy }: Pick<NamedLead, 'changes' | 'deploy'>): Line {
  const shown = changes.filter(({ suspect }, index) => index === 0 || (index < MOST && suspect.probability >= LEAST));
  const names = joined(shown.map(withChance), own(', '));
  const more = changes.length - shown.length;
  if (deploy?.truncated === true) return say`${names} and ${own(more === 0 ? '' : `${more} or more `)}others`;
  return more === 0 ? names : say`${names} and ${more} more`;
}
