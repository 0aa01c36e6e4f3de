import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { counted } from '../investigation/report/format-number.ts';
import type { DeadJob } from '../storage/dead-jobs.ts';
import type { DeliveryBrief, DeliveryState } from '../storage/inbox-contract.ts';
import { deliveryDocument, deliveryLine } from './ask/describe-delivery.ts';
import { iso } from './ask/iso.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseCount } from './ask/parse-count.ts';
import { parseSpan } from './ask/parse-moment.ts';
import { printJson } from './ask/print-json.ts';
import { printable } from './ask/printable.ts';
import type { ReplayedDocument } from './documents/replayed-document.ts';
import { EXIT } from './exit.ts';

export interface ReplayOptions {
  readonly state: Exclude<DeliveryState, 'pending' | 'done'>;
  readonly limit: number;
  /** How long to wait for what becomes of them, in milliseconds. */
  readonly wait: number;
  readonly jobs?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const LOOK_EVERY_MS = 250;
const MOST_JOBS = 1_000;
const GOOD_ENDS: readonly DeliveryState[] = ['done', 'ignored'];

/** Registers `whatchanged replay-deliveries [ID...]`: has deliveries that failed, or mapped to nothing, read again. */
export function registerReplayDeliveries(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('replay-deliveries')
    .description(
      'reads stored deliveries again: what failed by a bug, or mapped to nothing before the configuration did',
    )
    .argument('[id...]', 'their ids, as `doctor` and the log tell them; all of the state when left out')
    .addOption(
      new Option('--state <state>', 'which ones, where no id is given')
        .choices(['dead', 'unmapped', 'ignored'])
        .default('dead'),
    )
    .option('--limit <count>', 'the newest of them at most', parseCount, 1_000)
    .option('--wait <span>', 'how long to wait for the running server to read them', parseSpan, 15_000)
    .option('--jobs', 'also run other jobs again that failed for good', false)
    .option('--dry-run', 'only show which ones', false)
    .option('--json', 'print one JSON document (docs/reference/replayed.schema.json)')
    .action((ids: readonly string[], options: ReplayOptions) =>
      asking(open, (ask) => replayDeliveries(ask, ids, options)),
    );
}

/**
 * Makes ended deliveries pending again and asks for their reading, both or neither, then tells what became of them. Exits
 * 1 where one is not there, is still unread, or ended badly again.
 */
export async function replayDeliveries(ask: Ask, ids: readonly string[], options: ReplayOptions): Promise<void> {
  const chosen = await choose(ask, ids, options);
  for (const id of ids.filter((wanted) => !chosen.some((one) => one.id === wanted))) {
    ask.output.error(`There is no delivery ${printable(id)} that has ended.`);
    ask.output.exitCode(EXIT.problems);
  }
  const jobs = options.jobs === true ? await deadJobs(ask) : [];
  let now = chosen;
  if (options.dryRun !== true) {
    await reopen(ask, chosen);
    for (const { id } of jobs) await ask.jobs?.retryDead(id);
    now = await waitForEnd(ask, chosen, options.wait);
  }
  const replayed = options.dryRun !== true;
  if (replayed && now.some(({ state }) => !GOOD_ENDS.includes(state))) ask.output.exitCode(EXIT.problems);
  if (options.json === true) {
    const deliveries = now.map((one, at) => ({ ...deliveryDocument(one), was: standing(chosen[at] ?? one) }));
    const told = jobs.map(({ id, name, reason, at }) => ({ id, name, reason, failedAt: iso(at) }));
    return printJson(ask, { replayed, deliveries, jobs: told } satisfies ReplayedDocument);
  }
  for (const line of inWords(ask, now, jobs, replayed)) ask.output.out(line);
}

/** Oldest first, as they came. */
async function choose(ask: Ask, ids: readonly string[], { state, limit }: ReplayOptions) {
  return ask.storage.transaction(async (tx): Promise<readonly DeliveryBrief[]> => {
    if (ids.length === 0) return (await tx.inbox.brief({ state, limit })).toReversed();
    const found: DeliveryBrief[] = [];
    for (const id of ids) found.push(...(await tx.inbox.brief({ id, limit: 10 })));
    return found.filter((one) => one.state !== 'pending').sort((one, other) => Number(one.id) - Number(other.id));
  });
}

async function deadJobs({ jobs }: Ask): Promise<readonly DeadJob[]> {
  const dead = (await jobs?.dead(MOST_JOBS)) ?? [];
  return dead.filter(({ name }) => name !== 'process-delivery');
}

async function reopen(ask: Ask, chosen: readonly DeliveryBrief[]): Promise<void> {
  await ask.storage.transaction(async (tx) => {
    for (const { installationId, id } of chosen) {
      if (!(await tx.inbox.reopen(installationId, id))) continue;
      await tx.jobs.enqueue('process-delivery', { installationId, deliveryId: id });
    }
  });
}

async function waitForEnd(ask: Ask, chosen: readonly DeliveryBrief[], ms: number): Promise<readonly DeliveryBrief[]> {
  const until = performance.now() + ms;
  for (;;) {
    const now = await ask.storage.transaction(async (tx) => {
      const found: DeliveryBrief[] = [];
      for (const { id, installationId } of chosen) {
        found.push(...(await tx.inbox.brief({ id, installationId, limit: 1 })));
      }
      return found;
    });
    if (now.every(({ state }) => state !== 'pending') || performance.now() >= until) return now;
    await pause(LOOK_EVERY_MS);
  }
}

function standing({ state, reason }: DeliveryBrief): { state: DeliveryState; reason?: string } {
  return { state, ...(reason === undefined ? {} : { reason }) };
}

function inWords(
  ask: Ask,
  now: readonly DeliveryBrief[],
  jobs: readonly DeadJob[],
  replayed: boolean,
): readonly string[] {
  if (now.length === 0 && jobs.length === 0) return ['There is nothing to read again.'];
  const pending = now.filter(({ state }) => state === 'pending').length;
  return [
    ...now.map((one) => deliveryLine(one, ask)),
    ...jobs.map(({ name, reason, at }) => `${iso(at)} job ${name}: ${printable(reason)}`),
    `${counted(now.length, 'delivery', 'deliveries')} and ${counted(jobs.length, 'other job', 'other jobs')} ${replayed ? 'read and run again' : 'to be read and run again'}.`,
    ...(replayed && pending > 0 ? [`${pending} are still waiting: is \`whatchanged serve\` running?`] : []),
  ];
}
