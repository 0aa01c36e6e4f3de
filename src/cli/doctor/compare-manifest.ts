import type { Finding } from './finding.ts';

/** What an App may do and hears of, as its settings page has it. */
export interface Manifest {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** What does not work without a permission. */
const WITHOUT: Readonly<Record<string, string>> = {
  contents: 'commits and .github/whatchanged.yml cannot be read',
  issues: 'no issue can be opened',
  pull_requests: 'merged pull requests cannot be read and no suspect can be commented on',
  deployments: 'deploys from before the installation cannot be read',
  actions: 'runs of workflows cannot be read',
};
/** What is not heard without an event; others that we ask for are read by nothing yet. */
const UNHEARD: Readonly<Record<string, string>> = {
  push: 'commits are not recorded',
  pull_request: 'merges are not recorded',
  deployment: 'deployments are not recorded',
  deployment_status: 'deployments never go live',
  workflow_run: 'workflows that count as deploys are not recorded',
  release: 'releases that count as deploys are not recorded',
  issue_comment: 'commands in comments are not heard',
  issues: 'the label that stops reverts is not heard',
  workflow_job: 'jobs that count as deploys (deployWorkflows with a job) are not recorded',
};
const RANK: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

/**
 * How the permissions and events of an App differ from those that we ship: what is missing of the smaller manifest does
 * not work; what is beyond the larger one nobody needs. Writing code is only needed where `drafts` reverts may be asked for.
 */
export function compareManifest(
  app: Manifest,
  { observe, full }: { readonly observe: Manifest; readonly full: Manifest },
  drafts: { readonly possible: boolean; readonly why: string },
): readonly Finding[] {
  const found = [
    ...missingPermissions(app, observe),
    ...superfluousPermissions(app, full),
    ...writingCode(app, drafts),
    ...events(app, full),
  ];
  return found.length > 0 ? found : [{ state: 'ok', says: 'It has the permissions and events that it needs.' }];
}

function missingPermissions(app: Manifest, observe: Manifest): readonly Finding[] {
  return Object.entries(observe.permissions)
    .filter(([name, level]) => name !== 'metadata' && rank(app.permissions[name]) < rank(level))
    .map(([name, level]) => ({
      state: 'problem',
      subject: `${name}: ${level}`,
      says: `is missing (it has ${app.permissions[name] ?? 'none'}): ${WITHOUT[name] ?? 'a part of the work cannot be done'}.`,
      todo: "Give it on the App's settings page, under Permissions; every installation is then asked to accept it.",
    }));
}

function superfluousPermissions(app: Manifest, full: Manifest): readonly Finding[] {
  return Object.entries(app.permissions)
    .filter(([name, level]) => rank(level) > Math.max(rank(full.permissions[name]), name === 'metadata' ? 1 : 0))
    .map(([name, level]) => ({
      state: 'warning',
      subject: `${name}: ${level}`,
      says: 'is superfluous: no call of whatchanged needs it.',
      todo: `Set it to ${full.permissions[name] ?? 'no access'} on the App's settings page.`,
    }));
}

function writingCode(app: Manifest, drafts: { readonly possible: boolean; readonly why: string }): readonly Finding[] {
  const writes = rank(app.permissions.contents) >= rank('write');
  if (writes === drafts.possible) return [];
  if (writes) {
    return [
      {
        state: 'warning',
        subject: 'contents: write',
        says: `is superfluous: ${drafts.why}, so no branch is ever written.`,
        todo: 'Set it to read, as app.observe.yml has it.',
      },
    ];
  }
  return [
    {
      state: 'ok',
      subject: 'contents: read',
      says: 'No revert can be drafted: who asks for one is given the commands instead, as app.observe.yml means it.',
    },
  ];
}

function events(app: Manifest, full: Manifest): readonly Finding[] {
  return [
    ...full.events
      .filter((event) => !app.events.includes(event) && UNHEARD[event] !== undefined)
      .map(
        (event): Finding => ({
          state: 'problem',
          subject: `event ${event}`,
          says: `is not subscribed to: ${UNHEARD[event] ?? ''}.`,
          todo: "Tick it on the App's settings page, under Subscribe to events.",
        }),
      ),
    ...app.events
      .filter((event) => !full.events.includes(event))
      .map(
        (event): Finding => ({
          state: 'warning',
          subject: `event ${event}`,
          says: 'is superfluous: its deliveries are stored and ignored.',
          todo: "Untick it on the App's settings page.",
        }),
      ),
  ];
}

function rank(level: string | undefined): number {
  return RANK[level ?? ''] ?? 0;
}
