import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Week, weekNamed, weekOf } from '../../src/investigation/summary/iso-week.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/investigation/time.ts';
import { turnSwitch, WHOLE_INSTANCE } from '../../src/jobs/effects/switches.ts';
import { asksForSummary } from '../../src/jobs/summary/summary-due.ts';
import { jobsAtWork } from '../support/database/waiting-jobs.ts';
import { type BrokenShop, breakTheShop } from '../support/program/broken-shop.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

let started: StartedProgram;
let shop: BrokenShop;
/** How far the program's clock is ahead of the machine's. */
let ahead = 0;
const clock = { now: () => Date.now() + ahead };
let week: Week;
jest.setTimeout(120_000);

beforeAll(async () => {
  started = await startProgramOnShop({ clock });
  const { github } = started;
  shop = await breakTheShop(started);
  await github.commit(SHOP, {
    message: 'Ask for a summary',
    files: { '.github/whatchanged.yml': 'summary: weekly\nservices: { checkout: , search: }\n' },
  });
  await waitUntil('the configuration to be read', () =>
    storage().transaction(
      async (tx) => (await asksForSummary(tx, INSTALLATION, github.repository(SHOP).id)) || undefined,
    ),
  );
  expect(await started.alert({ service: 'nobody-knows', name: 'DiskFull', summary: 'DiskFull' })).toBe(202);
  const opened = await storage().transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 1 }));
  week = weekOf(opened[0]?.openedAt ?? 0);
}, 120_000);
afterAll(() => started.stop());

const storage = () => started.program.storage;
const summaries = () => started.github.issues(SHOP).filter(({ title }) => title.startsWith('Week '));
const after = ({ to }: Week): Week => weekOf(to);
const turn = (to: 'on' | 'off') =>
  storage().transaction((tx) => turnSwitch(tx, WHOLE_INSTANCE, 'writes', { to, by: 'ada', why: 'a test', at: 1 }));

/** What the hourly job does, at a moment, with all that follows from it. */
async function atHour(now: number): Promise<void> {
  ahead = now - Date.now();
  await storage().transaction((tx) => tx.jobs.enqueue('want-summaries', {}, { singletonKey: 'want-summaries' }));
  await worked();
}

async function worked(): Promise<void> {
  await started.github.webhooks.settled();
  await waitUntil('all jobs to be done', async () =>
    (await jobsAtWork(started.databaseUrl)) === 0 ? true : undefined,
  );
}

test('before the week is over, and until Monday 07:00 UTC, nothing is written', async () => {
  await atHour(week.to - MINUTE_MS);
  await atHour(week.to + 7 * HOUR_MS - MINUTE_MS);
  expect(summaries()).toEqual([]);
});

test('then there is one issue that tells of the incident, and of what telemetry could have told', async () => {
  await atHour(week.to + 7 * HOUR_MS);
  const [issue, ...more] = summaries();
  expect(more).toEqual([]);
  expect([issue?.state, ...(issue?.labels ?? [])]).toEqual(['open', 'whatchanged']);
  expect(issue?.title).toContain(`Week ${week.name} (`);
  expect(issue?.title).toContain('1 incident, ');
  const body = issue?.body ?? '';
  expect(body).toContain(`[#${shop.issue}](${started.github.url}/${SHOP}/issues/${shop.issue}) | open |`);
  expect(body).toContain('### Deploys');
  const telemetry = body.split('### What your telemetry could have told')[1] ?? '';
  expect(telemetry).toMatch(/\*\*no metric of the service could be read\*\*, in 1 of 1: `checkout`\./);
  expect(telemetry).toContain('OTEL_METRICS_EXPORTER=otlp OTEL_SERVICE_NAME=checkout');
  expect(telemetry).toContain('- `DiskFull`, 1 alert');
  expect(telemetry).toMatch(/services:\n {4}\S+:\n {6}alerts:/);
});

test('an hour later, and days later, there is no second', async () => {
  for (const hours of [8, 9, 100]) await atHour(week.to + hours * HOUR_MS);
  expect(summaries()).toHaveLength(1);
});

test.each(['/whatchanged revert', '/whatchanged not-it', '/whatchanged help'])(
  'a command under it is read by nobody: %s',
  async (command) => {
    const { github } = started;
    const [issue] = summaries();
    if (issue === undefined) throw new Error('there is no summary');
    const pulls = () => github.issues(SHOP).filter((one) => one.pull !== undefined).length;
    const before = { pulls: pulls(), body: issue.body, incident: github.issue(SHOP, shop.issue).body };
    const comment = await github.comment(SHOP, issue.number, command, { by: 'ada' });
    await worked();
    expect(github.comments(SHOP, issue.number).map(({ id }) => id)).toEqual(expect.arrayContaining([comment.id]));
    expect(github.comments(SHOP, issue.number).filter(({ user }) => user.type === 'Bot')).toEqual([]);
    expect(github.repository(SHOP).comments.get(comment.id)?.reactions).toEqual([]);
    expect({ pulls: pulls(), body: issue.body, incident: github.issue(SHOP, shop.issue).body }).toEqual(before);
    const counts = await storage().transaction((tx) => tx.inbox.countByState());
    expect(counts).toMatchObject({ pending: 0, dead: 0 });
  },
);

test('the summary of the next week closes it', async () => {
  const next = after(week);
  ahead = next.from + 100 * HOUR_MS - Date.now();
  expect(await started.alert({ service: 'search', startsAt: clock.now() - MINUTE_MS })).toBe(202);
  await waitUntil('the issue of the incident', () =>
    started.github.issues(SHOP).find(({ title }) => title.startsWith('[search/production]')),
  );
  await atHour(next.to + 7 * HOUR_MS);
  expect(summaries().map(({ title, state }) => [title.split(' ')[1], state])).toEqual(
    expect.arrayContaining([
      [week.name, 'closed'],
      [next.name, 'open'],
    ]),
  );
  expect(summaries()).toHaveLength(2);
  expect(started.github.issue(SHOP, shop.issue).state).toBe('open');
});

test('while writes are switched off there is none, and afterwards only that of the last week', async () => {
  const third = after(after(week));
  const fourth = after(third);
  await turn('off');
  for (const { from } of [third, fourth]) {
    ahead = from + 100 * HOUR_MS - Date.now();
    await started.alert({ service: 'nobody-knows', name: 'DiskFull', startsAt: clock.now() - MINUTE_MS });
    await worked();
  }
  await atHour(third.to + 7 * HOUR_MS);
  await atHour(fourth.to + 7 * HOUR_MS);
  expect(summaries()).toHaveLength(2);
  await turn('on');
  await atHour(fourth.to + 30 * HOUR_MS);
  const [newest] = summaries().filter(({ state }) => state === 'open');
  expect(weekNamed(newest?.title.split(' ')[1] ?? '')).toEqual(fourth);
  expect(summaries()).toHaveLength(3);
});

test('every call that it made is one that GitHub knows, and none is one that only people may make', () => {
  expect(started.github.violations).toEqual([]);
  expect(started.github.contractViolations).toEqual([]);
  expect(started.github.unknownRoutes).toEqual([]);
});
