import type { Command } from 'commander';
import { answerOf } from '../investigation/answer.ts';
import { readCase } from '../investigation/case-document.ts';
import { investigate } from '../investigation/investigate.ts';
import { type LabelledIncident, ownHistory } from '../scoring/own-history.ts';
import { digits, scoreLines } from '../scoring/score-lines.ts';
import { scorePage } from '../scoring/score-page.ts';
import type { Transaction } from '../storage/contract.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { writePage } from './write-page.ts';

export interface BacktestOptions {
  readonly json?: boolean;
  readonly html?: string;
}

/** Registers `whatchanged backtest [--json] [--html FILE]`: how right today's rules are on the installation's own incidents. */
export function registerBacktest(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('backtest')
    .description('decide your own labelled incidents again, and hold the verdicts against what people said')
    .option('--json', 'print the figures as JSON')
    .option('--html <file>', 'write the figures as a self-contained page with plots')
    .action((options: BacktestOptions) => asking(open, (ask) => backtest(ask, options)));
}

/** Decides each labelled incident again from its last case before the first label, so that no answer knows it. */
export async function backtest(ask: Ask, { json, html }: BacktestOptions): Promise<void> {
  const incidents = await ask.storage.transaction(async (tx) => {
    const all: LabelledIncident[] = [];
    for (const installationId of ask.installations) all.push(...(await labelled(tx, installationId)));
    return all;
  });
  const { known, cleared } = ownHistory(incidents);
  if (html !== undefined) await writePage(html, scorePage(known === null ? [] : [known], 'Own history'));
  if (json === true) {
    ask.output.out(JSON.stringify({ incidents: incidents.length, score: known?.score ?? null, cleared }));
    return;
  }
  if (incidents.length === 0) {
    ask.output.out(
      'No incident has a label yet: /whatchanged it-was or not-it in an issue, or a merged revert, gives one.',
    );
    return;
  }
  if (known !== null) for (const line of scoreLines(known)) ask.output.out(line);
  if (cleared.count > 0) {
    const given = `${digits(100 * cleared.said, 0)} %`;
    ask.output.out(
      `${cleared.count} changes were said not to be it: ${cleared.named} of them are named first, they get ${given} on average`,
    );
  }
}

async function labelled(tx: Transaction, installationId: number): Promise<LabelledIncident[]> {
  const byIncident = Map.groupBy(await tx.feedback.list(installationId), ({ incidentId }) => incidentId);
  const found: LabelledIncident[] = [];
  for (const [incidentId, labels] of byIncident) {
    const rounds = await tx.investigations.list(installationId, incidentId);
    const first = Math.min(...labels.map(({ at }) => at));
    const round = rounds.findLast(({ at }) => at < first) ?? rounds[0];
    if (round === undefined) continue;
    const theCase = { ...readCase(round.case), id: `${installationId}/${incidentId}` };
    found.push({ theCase, answer: answerOf(theCase, investigate(theCase)), labels });
  }
  return found;
}
