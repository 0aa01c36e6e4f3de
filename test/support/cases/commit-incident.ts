import type { Case, CaseCommit, CaseFile, LogRow } from '../../../src/investigation/case.ts';
import type { CommitFeature } from '../../../src/investigation/evidence/commits/clues/commit-feature.ts';
import { commitScene } from '../../../src/investigation/evidence/commits/scene/commit-scene.ts';
import { weighCommits } from '../../../src/investigation/evidence/commits/weigh-commits.ts';
import { plainText } from '../../../src/investigation/sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/investigation/time.ts';

/** When the incident’s alert started. */
export const ALERT = Date.UTC(2026, 0, 5, 12);

/** An incident with these commits, all in one deploy of `shop`. */
export function incident(commits: readonly CaseCommit[], more: Partial<Case> = {}): Case {
  return {
    id: 'c',
    askedAt: ALERT + 5 * MINUTE_MS,
    alert: { service: 'shop', title: 'Something is wrong', startedAt: ALERT },
    deploys: [{ id: 'd', service: 'shop', startedAt: ALERT - 10 * MINUTE_MS, commits: commits.map(({ sha }) => sha) }],
    commits,
    ...more,
  };
}

/** Errors of `shop` that began a minute before the alert. */
export function logged(...messages: string[]): LogRow[] {
  return messages.map((message) => ({ at: ALERT - MINUTE_MS, service: 'shop', level: 'ERROR', message, count: 50 }));
}

/** What a person wrote about the failure. */
export function told(description: string): Partial<Case> {
  return { alert: { service: 'shop', startedAt: ALERT, labels: { description } } };
}

/** A commit of an hour before the alert. */
export function commit(sha: string, message: string, ...files: CaseFile[]): CaseCommit {
  return { sha, message, committedAt: ALERT - HOUR_MS, files };
}

/** A changed file with one hunk. */
export function changed(path: string, added: string, removed = '', header = '@@ -1,3 +1,3 @@'): CaseFile {
  const lines = [...removed.split('\n').map((line) => `-${line}`), ...added.split('\n').map((line) => `+${line}`)];
  return { path, patch: [header, ' unchanged', ...lines].join('\n') };
}

/** A commit that has nothing to do with anything. */
export const QUIET = commit('quiet', 'Sort the seat list', changed('src/seats.ts', 'seats.sort(bySize);'));

/** The weight of one clue of one commit; 0 where it was not found. */
export function clueOf(theCase: Case, sha: string, clue: string): number {
  return (
    weighCommits(commitScene(theCase))
      .get(sha)
      ?.clues.find((some) => some.clue === clue)?.weight ?? 0
  );
}

/** What a feature says of each commit of a case: its value to six digits and its words, null where nothing. */
export function found(
  feature: CommitFeature,
  commits: readonly CaseCommit[],
  more: Partial<Case> = {},
): (string | null)[] {
  const findings = feature.find(commitScene(incident(commits, more)));
  return commits.map((_, index) => {
    const finding = findings[index];
    return finding === undefined ? null : `${Number(finding.value.toFixed(6))} ${plainText(finding.says)}`;
  });
}

/** Errors of the last minute in a service that was well for a day, so that they are all new. */
export function heard(...messages: string[]): LogRow[] {
  return [...logged(...messages), { at: ALERT - 24 * HOUR_MS, service: 'shop', level: 'INFO', message: 'tick' }];
}

/** The value of what `found` gives; 0 for nothing. */
export function amountOf(line: string | null | undefined): number {
  return Number((line ?? '0 ').split(' ')[0]);
}
