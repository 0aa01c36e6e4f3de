import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { answerOf } from '../investigation/answer.ts';
import type { Case } from '../investigation/case.ts';
import { readCase } from '../investigation/case-document.ts';
import { investigate } from '../investigation/investigate.ts';
import { type ScoredSet, scoreCases } from '../scoring/score-cases.ts';
import { scoreLines } from '../scoring/score-lines.ts';
import { scorePage } from '../scoring/score-page.ts';
import { readTruth } from '../scoring/truth.ts';
import { caseLines } from './case-lines.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';
import { EXIT } from './exit.ts';

/** `whatchanged score CASES --truth TRUTH [--json] [--html FILE]`: how right the verdicts are, beside simple rules. */
export function registerScore(program: Command, output: CommandOutput = PROCESS_OUTPUT): void {
  program
    .command('score')
    .description('decide stored cases and hold the verdicts against the truth, per set, beside simple rules')
    .argument('<cases>', 'a case (.json) or one case a line (.jsonl, .jsonl.gz)')
    .requiredOption('--truth <file>', 'the answers: one JSON object, case id to answer')
    .option('--json', 'print the figures as JSON')
    .option('--html <file>', 'write the figures as a self-contained page with plots')
    .action(async (cases: string, options: { truth: string; json?: boolean; html?: string }) => {
      await score(cases, options, output);
    });
}

async function score(
  file: string,
  options: { readonly truth: string; readonly json?: boolean; readonly html?: string },
  output: CommandOutput,
): Promise<void> {
  const truth = readTruth(JSON.parse(await readFile(options.truth, 'utf8')));
  const cases: Case[] = [];
  for await (const { line, text } of caseLines(file)) {
    try {
      cases.push(readCase(JSON.parse(text)));
    } catch (problem) {
      output.error(`${file}:${line}: ${problem instanceof Error ? problem.message : String(problem)}`);
      output.exitCode(EXIT.problems);
    }
  }
  const answers = cases.map((theCase) => answerOf(theCase, investigate(theCase)));
  const { sets, unknown } = scoreCases(cases, answers, truth);
  if (unknown.length > 0)
    output.error(`${options.truth}: no answer for ${unknown.length} cases, such as ${unknown[0]}`);
  if (options.html !== undefined) await writeFile(options.html, scorePage(sets, `Score of ${file}`));
  if (options.json === true) output.out(JSON.stringify(sets.map(figures)));
  else for (const set of sets) for (const line of scoreLines(set)) output.out(line);
}

/** The figures without the answers of the single cases. */
function figures({ set, score: ours, baselines }: ScoredSet): unknown {
  return {
    set,
    ...ours,
    baselines: baselines.map(({ name, score: rule }) => ({ name, ...rule, coverage: undefined })),
  };
}
