import { expect } from '@jest/globals';
import type { Verdict } from '../../../src/investigation/verdict/verdict.ts';
import { waitUntil } from '../wait-until.ts';
import { INSTALLATION, SHOP, type StartedProgram } from './started-program.ts';

export interface Shipped {
  readonly number: number;
  readonly sha: string;
}

/** A guilty change, the trouble that it makes, then an innocent change, and only then the alarm: in milliseconds. */
export interface TwoDeployTimes {
  readonly now: number;
  readonly guiltyAt: number;
  readonly onset: number;
  readonly innocentAt: number;
  readonly alarmAt: number;
}

export interface TwoDeploys {
  readonly service: string;
  readonly guilty: Shipped;
  readonly innocent: Shipped;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** The trouble begins with a bucket of whichever step its metric is read in, so that every run sees the same. */
const BUCKET_MS = 10 * MINUTE_MS;

/** The times of a story that ends now: the trouble is at least a quarter of an hour old. */
export function twoDeployTimes(now: number): TwoDeployTimes {
  const onset = Math.floor((now - 15 * MINUTE_MS) / BUCKET_MS) * BUCKET_MS;
  return {
    now,
    guiltyAt: onset - MINUTE_MS,
    onset,
    innocentAt: now - 6 * MINUTE_MS,
    alarmAt: now - 2 * MINUTE_MS,
  };
}

/** A level that scatters a little, the same at the same minute, and is another one from the onset on. */
export function levelFrom(onset: number, usual: number, bad: number): (at: number) => number {
  return (at) => (at >= onset ? bad : usual) * (1 + 0.1 * Math.sin(at / MINUTE_MS));
}

const sending = (path: string) => `export async function run(order) {
  const answer = await fetch('https://gateway.example/${path}', { method: 'POST', body: JSON.stringify(order) });
  if (!answer.ok) throw new Error('the gateway declined the order');
  return answer.json();
}
`;

/** Ships a service that was live for hours, then both changes, and waits until what they hold is known. */
export async function shipTwoDeploys(
  started: StartedProgram,
  service: string,
  { now, guiltyAt, innocentAt }: TwoDeployTimes,
): Promise<TwoDeploys> {
  const { github, program } = started;
  const code = `src/${service}.js`;
  const at = now - 9 * HOUR_MS;
  const first = await github.commit(SHOP, { message: service, author: 'ines', files: { [code]: sending('v1') }, at });
  await started.deploy(first, service, now - 8 * HOUR_MS);
  const live = async (title: string, files: Readonly<Record<string, string>>, when: number): Promise<Shipped> => {
    const head = `${service}-${when}`;
    await github.commit(SHOP, { branch: head, message: title, author: 'noor', files });
    const pull = await github.openPullRequest(SHOP, { head, title, by: 'noor' });
    const merge = { method: 'squash', by: 'noor', at: when - 5 * MINUTE_MS } as const;
    const { sha } = await github.mergePullRequest(SHOP, pull.number, merge);
    await started.deploy(sha, service, when);
    return { number: pull.number, sha };
  };
  const guilty = await live(`Send every order of ${service} to the new gateway`, { [code]: sending('v2') }, guiltyAt);
  const innocent = await live(`Say what ${service} is for`, { [`docs/${service}.md`]: 'It sells.\n' }, innocentAt);
  await waitUntil('the ranges to be read', async () => {
    const deploys = await program.storage.transaction((tx) => tx.ledger.deploysBetween(INSTALLATION, 0, Date.now()));
    const known = deploys.filter((one) => one.service === service && one.commits?.length === 1);
    return known.length === 2 ? true : undefined;
  });
  return { service, guilty, innocent };
}

/**
 * The issue about a service, when it names the change before the onset, draws the metric, and gives next to nothing to the
 * change that went live after the onset, nearest to the alarm.
 */
export async function issueOnTheGuilty(
  { github, program }: StartedProgram,
  { service, guilty, innocent }: TwoDeploys,
): Promise<{ readonly title: string; readonly body: string }> {
  const { title, body } = await waitUntil(`the issue about ${service}`, () =>
    github.issues(SHOP).find((one) => one.pull === undefined && one.title.includes(service)),
  );
  const verdict = await waitUntil('the verdict', () =>
    program.storage.transaction(async (tx) => {
      const incidents = await tx.incidents.list(INSTALLATION, { limit: 10 });
      const incident = incidents.find((one) => one.service === service);
      const latest = incident && (await tx.investigations.latest(INSTALLATION, incident.id));
      return latest?.verdict as Verdict | undefined;
    }),
  );
  const of = ({ sha }: Shipped) => verdict.suspects.find(({ commit }) => commit === sha)?.probability ?? 0;
  expect(['strong', 'plausible']).toContain(verdict.band);
  expect(of(guilty)).toBeGreaterThan(0.5);
  expect(of(innocent)).toBeLessThan(0.05);
  expect(title).toContain(`#${guilty.number}`);
  expect(body).toContain('xychart-beta');
  return { title, body: body ?? '' };
}
