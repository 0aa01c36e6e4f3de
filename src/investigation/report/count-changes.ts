import { type Own, own } from './markdown/tree.ts';
import type { NamedLead } from './name-lead.ts';

type Counted = Pick<NamedLead, 'changes' | 'deploy'>;

/** How many changes a deploy brought: `12`, or `250 or more` where its range is longer than what could be read. */
export function countChanges({ changes, deploy }: Counted): Own {
  return own(deploy?.truncated === true ? `${changes.length} or more` : `${changes.length}`);
}
