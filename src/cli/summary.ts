import type { Command } from 'commander';
import { printSpans, printTerminal } from '../investigation/report/terminal/print-terminal.ts';
import { lastEndedWeek, type Week, weekNamed } from '../investigation/summary/iso-week.ts';
import { summariseWeek } from '../investigation/summary/summarise-week.ts';
import type { Summary } from '../investigation/summary/summary.ts';
import { summarySections } from '../investigation/summary/summary-sections.ts';
import { summaryTitle } from '../investigation/summary/summary-title.ts';
import { gatherWeek } from '../jobs/summary/gather-week.ts';
import { OperationalError } from '../platform/errors.ts';
import { documentOfSummaries } from './ask/document-of-summaries.ts';
import { findSummed } from './ask/find-summed.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { printJson } from './ask/print-json.ts';
import { printable, utcMinute } from './ask/printable.ts';

export interface SummaryOptions {
  readonly week?: string;
  readonly repository?: string;
  readonly json?: boolean;
}

const MOST_DEAD_JOBS = 1_000;

/** Registers `whatchanged summary`: the last week of each repository, as its issue would tell it. */
export function registerSummary(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('summary')
    .description('a week of each repository: incidents, how right the verdicts were, deploys, what telemetry lacked')
    .option('--week <week>', 'an ISO week in UTC, such as 2026-W47; default: the last that ended')
    .option('--repository <owner/name>', 'only this one; default: all that had an incident or ask for summaries')
    .option('--json', 'print one JSON document (docs/reference/summary.schema.json)')
    .action((options: SummaryOptions) => asking(open, (ask) => summary(ask, options)));
}

/** Answers on the output. Throws OperationalError for a week that is none, or has not begun. */
export async function summary(ask: Ask, { week: name, repository, json }: SummaryOptions): Promise<void> {
  const week = weekOfOption(name, ask.clock.now());
  const found = await findSummed(ask, week, repository);
  if (found === undefined) return;
  const deadJobs = (await ask.jobs?.dead(MOST_DEAD_JOBS)) ?? [];
  const { webUrl } = ask.configuration.github;
  const summaries: Summary[] = [];
  for (const one of found) {
    const material = await ask.storage.transaction((tx) => gatherWeek(tx, { repository: one, week, webUrl, deadJobs }));
    // Whoever can ask the store may read all of it.
    summaries.push(summariseWeek({ ...material, showsUnmapped: true }));
  }
  if (json === true) return printJson(ask, documentOfSummaries(week, summaries, ask.clock.now()));
  if (summaries.length === 0) {
    ask.output.out(
      `No repository had an incident in ${week.name}, and none asks for summaries: --repository OWNER/NAME tells of one anyway.`,
    );
  }
  summaries.forEach((one, index) => {
    ask.output.out(`${index === 0 ? '' : '\n\n'}${page(one, ask)}`);
  });
}

function weekOfOption(name: string | undefined, now: number): Week {
  const last = lastEndedWeek(now);
  const week = name === undefined ? last : weekNamed(name);
  if (week !== undefined && week.from <= now) return week;
  const wrong = week === undefined ? 'names no week' : `has not begun: it does at ${utcMinute(week.from)}`;
  throw new OperationalError(
    'configuration-invalid',
    `--week ${JSON.stringify(name)} ${wrong}. Give an ISO week such as ${last.name}, which is the last that ended.`,
  );
}

function page(one: Summary, { columns, paint, clock }: Ask): string {
  const { week, repository } = one;
  const terminal = { columns, paint, unfolded: true };
  const title = `${printable(repository.fullName)}: ${summaryTitle(one)}`;
  const running =
    week.to > clock.now() ? [paint('unsure', `This week is not over: as of ${utcMinute(clock.now())}.`)] : [];
  const blocks = summarySections(one).flatMap((section) => section.blocks);
  return [printSpans([{ words: title, ink: 'heading' }], terminal), ...running, printTerminal(blocks, terminal)].join(
    '\n\n',
  );
}
