import { RECORDERS } from '../../intake/github/registry.generated.ts';
import { MINUTE_MS, SECOND_MS } from '../../investigation/time.ts';
import { configurationOf } from '../../jobs/repositories/repository-configurations.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { AppFacts } from '../../readers/repository/open-app-facts.ts';
import { compareManifest, type Manifest } from './compare-manifest.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/** GitHub refuses tokens that are dated a minute ahead; signed alerts are refused beyond five. */
const MOST_SKEW_MS = 30 * SECOND_MS;
/** An event that only some configurations need, and that comes often: it is not in the manifests. */
const FOR_JOBS = 'workflow_job';

/** The App's credentials, its permissions and events against the manifests that we ship, and the clock. */
export async function appFindings(patient: Patient): Promise<readonly Finding[]> {
  const { github, configuration, manifests } = patient;
  if (github === undefined) {
    return [{ state: 'skipped', says: `The role ${configuration.role} holds no private key: run this where it is.` }];
  }
  try {
    const app = await github.app();
    const needs = await needsOf(patient);
    const full: Manifest = {
      ...manifests.full,
      events: needs.jobs ? [...manifests.full.events, FOR_JOBS] : manifests.full.events,
    };
    return [
      { state: 'ok', says: `The key is that of the App ${app.slug} (${app.id}).` },
      ...clockFindings(github),
      ...compareManifest(app, { ...manifests, full }, needs.drafts),
    ];
  } catch (error) {
    if (!(error instanceof OperationalError)) throw error;
    return [refused(error, configuration.github.appId), ...clockFindings(github)];
  }
}

function refused(error: OperationalError, appId: number): Finding {
  const todo =
    error.status === 401 || error.status === 404
      ? `Compare APP_ID (${appId}) with the App's settings page, and make a new private key there if this one is not in its list.`
      : 'See whether GITHUB_API_URL is right and this machine reaches it.';
  return { state: 'problem', says: error.message, todo };
}

function clockFindings(github: AppFacts): readonly Finding[] {
  const seen = github.clock();
  if (seen === undefined) return [{ state: 'skipped', subject: 'clock', says: 'GitHub told no time.' }];
  // Its clock is told in whole seconds.
  const aheadMs = seen.ours - seen.theirs - SECOND_MS / 2;
  const seconds = Math.round(Math.abs(aheadMs) / SECOND_MS);
  if (Math.abs(aheadMs) <= MOST_SKEW_MS) {
    return [{ state: 'ok', subject: 'clock', says: `It is within ${Math.max(1, seconds)} s of GitHub's.` }];
  }
  const way = aheadMs > 0 ? 'ahead of' : 'behind';
  const span = seconds < MINUTE_MS / SECOND_MS ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return [
    {
      state: 'problem',
      subject: 'clock',
      says: `The clock of this machine is ${span} ${way} GitHub's: tokens and signed alerts are refused, and onsets are off.`,
      todo: 'Let the machine keep its time by NTP.',
    },
  ];
}

/** Whether any repository lets reverts be drafted, and whether any counts the jobs of a workflow as deploys. */
async function needsOf({ configuration, storage }: Patient) {
  if (configuration.reverts === 'off') {
    return { jobs: false, drafts: { possible: false, why: 'WHATCHANGED_REVERTS is off' } };
  }
  const known = await storage?.transaction(async (tx) => {
    const found = [];
    for (const { installationId } of await tx.installations.list()) {
      for (const { repositoryId, removed } of await tx.repositories.list(installationId)) {
        if (removed) continue;
        found.push(await configurationOf(tx, installationId, repositoryId));
      }
    }
    return found;
  });
  const repositories = known ?? [];
  const possible =
    repositories.length === 0 || repositories.some(({ level, reverts }) => level !== 'observe' && reverts !== false);
  const jobs =
    RECORDERS.some(({ on }) => on.some((event) => event.startsWith(FOR_JOBS))) &&
    repositories.some(({ deployWorkflows = [] }) => deployWorkflows.some(({ job }) => job !== undefined));
  return { jobs, drafts: { possible, why: 'every repository has the level observe or reverts: false' } };
}
