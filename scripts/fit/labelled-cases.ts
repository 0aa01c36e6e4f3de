import { readFile } from 'node:fs/promises';
import { caseLines } from '../../src/cli/case-lines.ts';
import { truthBeside } from '../../src/cli/truth-beside.ts';
import { readCase } from '../../src/investigation/case-document.ts';
import { type Measurements, measureCase } from '../../src/investigation/verdict/measure-case.ts';
import { readTruth, type TrueAnswer } from '../../src/scoring/truth.ts';

/** A measured case with its answer and the group that must not be split between folds. */
export interface LabelledCase {
  readonly measured: Measurements;
  readonly truth: TrueAnswer;
  readonly group: string;
}

/** Reads `X.jsonl.gz` with the answers `X.truth.json` beside it, and measures every case once. */
export async function labelledCases(file: string): Promise<LabelledCase[]> {
  const truth = readTruth(JSON.parse(await readFile(truthBeside(file), 'utf8')));
  const cases: LabelledCase[] = [];
  for await (const { text } of caseLines(file)) {
    const theCase = readCase(JSON.parse(text));
    const told = truth.get(theCase.id);
    if (told !== undefined) cases.push({ measured: measureCase(theCase), truth: told, group: told.pair ?? theCase.id });
  }
  return cases;
}
