import { mappingIn } from '../../investigation/incident/reason-with-mapping.ts';
import { counted } from '../../investigation/report/format-number.ts';
import { cleanForeign } from '../../investigation/report/markdown/clean-foreign.ts';
import { NO_PAINT } from '../../investigation/report/terminal/paint.ts';
import { MINUTE_MS } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';
import type { DeliveryBrief } from '../../storage/inbox-contract.ts';
import { deliveryLine } from '../ask/describe-delivery.ts';
import { printable, utcMinute } from '../ask/printable.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/**
 * Reading a delivery takes about a second, and trouble that passes is retried for minutes: later than this something is
 * wrong.
 */
const LATE_MS = 5 * MINUTE_MS;
const MOST_SHOWN = 5;
/** Of the newest that mapped to nothing, so many are read for the reasons that there are. */
const MOST_READ = 100;
/** What is to be written stands at its end. */
const WHOLE_REASON = { characters: 700, lines: 1 };
const MOST_JOBS = 1_000;
const MOST_OF_GITHUB = 1_000;
/** Deliveries of GitHub are stored for no installation: whose they are is only known once they are read. */
const GITHUBS_OWN = 0;

/** What was accepted and is not read yet, failed, or maps to nothing; and other jobs that failed for good. */
export async function inboxFindings(patient: Patient): Promise<readonly Finding[]> {
  const { storage, clock } = patient;
  if (storage === undefined) return [{ state: 'skipped', says: 'The inbox is in the store, which is not open.' }];
  const seen = await storage.transaction(async (tx) => ({
    counts: await tx.inbox.countByState(),
    oldest: await tx.inbox.oldestUnprocessedAt(),
    dead: await tx.inbox.brief({ state: 'dead', limit: MOST_SHOWN }),
    deadOfGitHub: await tx.inbox.brief({ state: 'dead', installationId: GITHUBS_OWN, limit: MOST_OF_GITHUB }),
    unmapped: await tx.inbox.brief({ state: 'unmapped', limit: MOST_READ }),
    unmappedReason: await newestUnmappedReason(tx),
  }));
  const { counts } = seen;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const found: Finding[] = [
    {
      state: 'ok',
      says: `${counted(total, 'delivery', 'deliveries')}: ${counts.done} done, ${counts.ignored} ignored, ${counts.unmapped} unmapped, ${counts.dead} dead, ${counts.pending} pending.`,
    },
  ];
  if (seen.oldest !== undefined && clock.now() - seen.oldest > LATE_MS) {
    found.push({
      state: 'problem',
      says: `One is unread since ${utcMinute(seen.oldest)}.`,
      todo: 'See whether `whatchanged serve` runs with the role all or worker, and what its log says.',
    });
  }
  if (counts.dead > 0) {
    found.push({
      state: 'problem',
      says: `${counts.dead} could not be read, and stay stored: ${seen.dead.map((one) => deliveryLine(one, { paint: NO_PAINT })).join('; ')}`,
      todo: 'When the cause is mended, `whatchanged replay-deliveries` reads them again.',
    });
  }
  found.push(...ofGitHub(seen.deadOfGitHub));
  if (counts.unmapped > 0) {
    const reasons = new Set(seen.unmapped.map(({ reason }) => reason).filter((reason) => reason !== undefined));
    const newest = [...reasons].slice(0, MOST_SHOWN).map((reason) => cleanForeign(reason, WHOLE_REASON));
    const lines = seen.unmappedReason && mappingIn(seen.unmappedReason);
    found.push({
      state: 'warning',
      says: `${counts.unmapped} mapped to nothing${newest.length === 0 ? '' : `, the last: ${newest.join(' · ')}`}`,
      todo: `${lines === undefined ? '' : `These lines of .github/whatchanged.yml map the newest alert:\n${lines.trimEnd()}\nThen `}\`whatchanged replay-deliveries --state unmapped\` reads them again.`,
    });
  }
  return [...found, ...(await deadJobs(patient))];
}

/** They are counted in no weekly summary, so they have a line of their own here. */
function ofGitHub(dead: readonly DeliveryBrief[]): readonly Finding[] {
  if (dead.length === 0) return [];
  const number = dead.length === MOST_OF_GITHUB ? `At least ${dead.length}` : `${dead.length}`;
  const newest = dead.slice(0, MOST_SHOWN).map(({ id }) => id);
  return [
    {
      state: 'problem',
      says: `${number} of what could not be read came from GitHub and entered no weekly summary; what was told there of changes, deploys or commands is missing.`,
      todo: `\`whatchanged replay-deliveries ${newest.join(' ')} --dry-run\` tells why; without \`--dry-run\` it reads these again.`,
    },
  ];
}

/** Of the last alert of all installations that maps to nothing; undefined where every alert maps. */
async function newestUnmappedReason(tx: Transaction): Promise<string | undefined> {
  const found = [];
  for (const { installationId } of await tx.installations.list()) {
    found.push(...(await tx.alerts.unmapped(installationId, 1)));
  }
  return found.sort((one, other) => other.receivedAt - one.receivedAt)[0]?.unmappedReason;
}

async function deadJobs({ jobs }: Patient): Promise<readonly Finding[]> {
  const dead = ((await jobs?.dead(MOST_JOBS)) ?? []).filter(({ name }) => name !== 'process-delivery');
  if (dead.length === 0) return [];
  const told = dead
    .slice(0, MOST_SHOWN)
    .map(({ name, reason, at }) => `${utcMinute(at)} ${name}: ${printable(reason)}`);
  return [
    {
      state: 'problem',
      says: `${counted(dead.length, 'job', 'jobs')} failed for good: ${told.join('; ')}`,
      todo: 'When the cause is mended, `whatchanged replay-deliveries --jobs` runs them again.',
    },
  ];
}
