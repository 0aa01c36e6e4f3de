import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { answerOf } from '../investigation/answer.ts';
import type { Case } from '../investigation/case.ts';
import { readCase } from '../investigation/case-document.ts';
import { investigate } from '../investigation/investigate.ts';
import { type ScoredSet, scoreCases } from '../scoring/score-cases.ts';
import { scoreLines } from '../scoring/score-lines.ts';
import { scorePage } from '../scoring/score-page.ts';
import { readTruth, type Truth } from '../scoring/truth.ts';
import { caseLines } from './case-lines.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';
import { EXIT } from './exit.ts';
import { truthBeside } from './truth-beside.ts';
import { unusableFile } from './unusable-file.ts';
import { writePage } from './write-page.ts';

/** `whatchanged score CASES [--truth TRUTH] [--json] [--html FILE]`: how right the verdicts are, beside simple rules. */
export function registerScore(program: Command, output: CommandOutput = PROCESS_OUTPUT): void {
  program
    .command('score')
    .description('decide stored cases and hold the verdicts against the truth, per set, beside simple rules')
    .argument('<cases>', 'a case (.json) or one case a line (.jsonl, .jsonl.gz)')
    .option(
      '--truth <file>',
      'the answers: one JSON object, case id to answer (default: X.truth.json beside X.jsonl.gz)',
    )
    .option('--json', 'print the figures as JSON')
    .option('--html <file>', 'write the figures as a self-contained page with plots')
    .action(async (cases: string, options: { truth?: string; json?: boolean; html?: string }) => {
      await score(cases, options, output);
    });
}

async function score(
  file: string,
  options: { readonly truth?: string; readonly json?: boolean; readonly html?: string },
  output: CommandOutput,
): Promise<void> {
  const answersIn = options.truth ?? truthBeside(file);
  const truth = await truthOf(answersIn);
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
  if (unknown.length > 0) output.error(`${answersIn}: no answer for ${unknown.length} cases, such as ${unknown[0]}`);
  if (options.html !== undefined) await writePage(options.html, scorePage(sets, `Score of ${file}`));
  if (options.json === true) output.out(JSON.stringify(sets.map(figures)));
  else for (const set of sets) for (const line of scoreLines(set)) output.out(line);
}

async function truthOf(file: string): Promise<Truth> {
  try {
    return readTruth(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw unusableFile(
      `The answers in ${file} cannot be read`,
      error,
      'Give with --truth a JSON file such as { "case-1": { "culprit": { "deploy": "d2" } }, "case-2": { "culprit": null } }.',
    );
  }
}

/** The figures without the answers of the single cases. */
function figures({ set, score: ours, baselines }: ScoredSet): unknown {
  return {
    set,
    ...ours,
    baselines: baselines.map(({ name, score: rule }) => ({ name, ...rule, coverage: undefined })),
  };
}
