import { isRevert } from '../is-revert.ts';
import type { Commit } from '../objects/git-object.ts';
import type { RevertPlan } from '../plan-revert.ts';
import type { LaterCommit } from './later-commit.ts';
import { type PathSort, sortOfPath } from './path-rules.ts';
import type { PreflightCode, PreflightNote } from './preflight-note.ts';

/** Past this many files a revert is large. */
const LARGE = 50;
const SHORT_SHA = 12;
const SECURITY =
  /\b(CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3}|security (fix|patch|release|update)|vulnerabilit(y|ies))\b/i;

/**
 * What a person should know before a revert is drafted or merged: facts of the plan and of what came later, each with its
 * sentence. It holds for plans that are not clean too, so that the commands given instead come with the same warnings.
 */
export function preflight(plan: RevertPlan, later: readonly LaterCommit[] = []): readonly PreflightNote[] {
  const paths = plan.files.length > 0 ? plan.files.map(({ path }) => path) : plan.touched;
  const touched = new Set(plan.touched);
  const inTouched = later.filter((one) => one.paths.some((path) => touched.has(path)));
  const ofSort = (sort: PathSort) => paths.filter((path) => sortOfPath(path) === sort);
  const removed = plan.files.filter(({ change }) => change === 'removed').map(({ path }) => path);
  const candidates: readonly (readonly [PreflightCode, readonly string[]])[] = [
    ['workflow-files', ofSort('workflow')],
    ['security-fix', commitsThat(plan, ({ message }) => SECURITY.test(message))],
    ['migrations', ofSort('migration')],
    ['migration-removed', removed.filter((path) => sortOfPath(path) === 'migration')],
    ['later-lines', inTouched.filter(({ near }) => near?.kind === 'lines').map(({ sha }) => short(sha))],
    [
      'later-functions',
      inTouched.flatMap(({ sha, near }) => (near?.kind === 'function' ? [`${short(sha)} ${near.name}`] : [])),
    ],
    ['later-commits', inTouched.filter(({ near }) => near === undefined).map(({ sha }) => short(sha))],
    ['lockfiles', ofSort('lockfile')],
    ['generated-files', ofSort('generated')],
    ['large', paths.length > LARGE ? paths : []],
    ['brings-back', commitsThat(plan, isRevert)],
    ['submodules', plan.files.filter(({ isSubmodule }) => isSubmodule).map(({ path }) => path)],
    ['lfs-files', plan.files.filter(({ isLfs }) => isLfs).map(({ path }) => path)],
    ['changelogs', ofSort('changelog')],
    ['merge-commit', commitsThat(plan, ({ parents }) => parents.length > 1)],
    ['partly-undone', plan.outcome === 'clean' ? plan.reasons.map(({ commit = '' }) => short(commit)) : []],
  ];
  return candidates.filter(([, about]) => about.length > 0).map(([code, about]) => ({ code, about }));
}

function commitsThat({ commits }: RevertPlan, hold: (commit: Commit) => boolean): string[] {
  return commits.filter(hold).map(({ sha }) => short(sha));
}

function short(sha: string): string {
  return sha.slice(0, SHORT_SHA);
}
