import type { AttemptState, DeployEvent } from '../../../src/investigation/ledger/deploy-event.ts';
import type { Comparison, LedgerDeploy } from '../../../src/investigation/ledger/ledger-deploy.ts';

const sha = (letter: string) => letter.repeat(40);
/** Four commits. */
export const [A, B, C, D] = [sha('a'), sha('b'), sha('c'), sha('d')];

/** What GitHub said about an attempt to deploy `web` to production. */
export function event(
  attempt: string,
  state: AttemptState,
  at: number,
  head: string,
  more: Partial<DeployEvent> = {},
): DeployEvent {
  return {
    eventId: `${attempt}:${state}:${at}`,
    attempt,
    state,
    at,
    sha: head,
    source: 'github',
    repositoryId: 1,
    service: 'web',
    environment: 'production',
    ...more,
  };
}

/** How two commits lie to each other, and what lies between them. */
export function comparison(
  base: string,
  head: string,
  status: Comparison['status'],
  commits: string[] = [],
): Comparison {
  return { base, head, status, commits, truncated: false };
}

/** The deploy of this id. */
export const find = (deploys: readonly LedgerDeploy[], id: string) => deploys.find((deploy) => deploy.id === id);
