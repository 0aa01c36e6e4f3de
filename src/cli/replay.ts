import type { Command } from 'commander';
import { answerOf } from '../investigation/answer.ts';
import { readCase } from '../investigation/case-document.ts';
import { investigate } from '../investigation/investigate.ts';
import { caseLines } from './case-lines.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';
import { EXIT } from './exit.ts';
import { readableAnswer } from './readable-answer.ts';

/** `whatchanged replay FILE [--json]`: decides stored cases again. */
export function registerReplay(program: Command, output: CommandOutput = PROCESS_OUTPUT): void {
  program
    .command('replay')
    .description('decide stored cases again: one answer a line, in the order of the file')
    .argument('<file>', 'a case (.json) or one case a line (.jsonl, .jsonl.gz)')
    .option('--json', 'print each answer as one line of JSON: case, verdict, noChangeProbability, onset, suspects')
    .action(async (file: string, options: { json?: boolean }) => {
      await replay(file, options.json === true, output);
    });
}

/** Answers every case of the file; one that cannot be read is told on the error output, and the exit code is then 1. */
export async function replay(file: string, asJson: boolean, output: CommandOutput): Promise<void> {
  for await (const { line, text } of caseLines(file)) {
    try {
      const theCase = readCase(JSON.parse(text));
      const verdict = investigate(theCase);
      output.out(asJson ? JSON.stringify(answerOf(theCase, verdict)) : readableAnswer(theCase, verdict));
    } catch (problem) {
      output.error(`${file}:${line}: ${problem instanceof Error ? problem.message : String(problem)}`);
      output.exitCode(EXIT.problems);
    }
  }
}
