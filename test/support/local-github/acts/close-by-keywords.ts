import type { Account } from '../world/account.ts';
import type { Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';
import { updateIssue } from './issues.ts';

const KEYWORD = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

/** Closes the issues that a text which reached the default branch names with one of GitHub's closing keywords. */
export function closeByKeywords(
  world: World,
  repository: Repository,
  text: string,
  { by, at }: { readonly by: Account; readonly at: number },
): void {
  for (const [, number] of text.matchAll(KEYWORD)) {
    const issue = repository.issues.get(Number(number));
    if (issue === undefined || issue.pull !== undefined || issue.state === 'closed') continue;
    updateIssue(world, repository, issue, { state: 'closed', stateReason: 'completed', by, at });
  }
}
