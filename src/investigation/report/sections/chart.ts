import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../time.ts';
import { clock, isoOf, utc } from '../format-time.ts';
import { chartImage } from '../markdown/chart-image.ts';
import { sparkline } from '../markdown/sparkline.ts';
import { type Block, code, type Line, type Own, own, paragraph, say } from '../markdown/tree.ts';
import { MOST_POINTS, xychart } from '../markdown/xychart.ts';
import type { NamedSuspect } from '../name-suspect.ts';
import type { ReportInput } from '../report-input.ts';
import { type Resampled, resample } from '../resample.ts';
import { type Symptom, shownLevel } from '../symptom.ts';
import { titleText } from './title.ts';

/** The watched metric from half an hour before the onset until now, in words, as a line of text and as a chart. */
export function chart(
  input: ReportInput,
  first: NamedSuspect | undefined,
  symptom: Symptom | undefined,
): readonly Block[] {
  if (symptom === undefined) return [];
  const { askedAt } = input.theCase;
  // Where less is known, the chart shows what is: half a minute of seconds would vanish in steps of whole minutes.
  const known = symptom.series.points.reduce((first, [at]) => Math.min(first, at * SECOND_MS), askedAt);
  const from = Math.max(input.verdict.onset.at - 30 * MINUTE_MS, known);
  const finest = Math.max(1, symptom.series.stepSeconds ?? 60) * SECOND_MS;
  const sampled = resample(symptom.series.points, from, askedAt, MOST_POINTS - 1, finest);
  if (sampled === undefined) return [];
  const live = first?.deploy?.liveAt;
  const mark = markOf(sampled, live);
  const scaled = sampled.steps.map((step) => (step.value === undefined ? undefined : step.value * symptom.scale));
  const drawn = xychart({
    title: `${symptom.what}${mark === undefined ? '' : ', bar = deploy'}`,
    unit: symptom.unit.trim() === '%' ? 'percent' : symptom.what,
    categories: categoriesOf(sampled),
    values: carried(scaled),
    ...(mark === undefined ? {} : { mark }),
  });
  // Not the series' name: for the alert's own query that is the alert's title, which stands in the box already.
  const source = say`of ${code(symptom.series.service)}`;
  const gaps = scaled.some((value) => value === undefined)
    ? own(' Gaps are drawn with the value before them.')
    : own('');
  const deployed = live === undefined || mark === undefined ? say`` : say`, deploy at ${utc(live, askedAt)}`;
  const stretch = say`${clock(sampled.steps[0]?.at ?? from, askedAt)} to ${utc(sampled.steps.at(-1)?.at ?? askedAt, askedAt)}${deployed}`;
  const spark = sparkline(scaled);
  const native: readonly Block[] = drawn === undefined ? [] : [{ kind: 'mermaid', source: drawn }];
  const alt = own(`${spark} ${levelsInWords(symptom)} (${wordsOf(stretch)}).`);
  const picture = chartImage(input.chartUrl, alt);
  const folded: Block = { kind: 'details', summary: say`The same, drawn by GitHub`, blocks: native };
  return [
    paragraph(say`${spark} ${levels(symptom, source)} (${stretch}).${gaps}`),
    ...picture,
    ...(picture.length > 0 && native.length > 0 ? [folded] : native),
  ];
}

/** The levels without any foreign word, for where no code can stand. */
function levelsInWords(symptom: Symptom): Own {
  return wordsOf(levels(symptom, say`of ${own(titleText(symptom.series.service, 30))}`));
}

function wordsOf(line: Line): Own {
  return own(line.map((node) => (node.kind === 'text' ? node.own : '')).join(''));
}

function levels(symptom: Symptom, source: Line) {
  const { before, since, what } = symptom;
  const was = before === undefined ? own('not measured') : shownLevel(symptom, before);
  const is = since === undefined ? own('not measured') : shownLevel(symptom, since);
  return say`${what} ${source}: ${was} before, ${is} since`;
}

function markOf(sampled: Resampled, live: number | undefined): number | undefined {
  if (live === undefined) return undefined;
  const index = sampled.steps.findIndex((step) => live >= step.at && live < step.at + sampled.stepMs);
  return index === -1 ? undefined : index;
}

function categoriesOf(sampled: Resampled): readonly string[] {
  const [first, last] = [sampled.steps[0]?.at ?? 0, sampled.steps.at(-1)?.at ?? 0];
  if (sampled.stepMs % MINUTE_MS !== 0) return sampled.steps.map((step) => isoOf(step.at).slice(11, 19));
  // Times of day repeat after a day, and a category may stand only once.
  return last - first < 24 * HOUR_MS
    ? sampled.steps.map((step) => isoOf(step.at).slice(11, 16))
    : sampled.steps.map((step) => clock(step.at, Number.NaN).slice(5));
}

/** Mermaid cannot draw a gap: the value before it is carried on, and the text says so. */
function carried(values: readonly (number | undefined)[]): readonly number[] {
  let last = 0;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}
