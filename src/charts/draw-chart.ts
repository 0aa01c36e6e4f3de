import type { ChartPicture, DeployMark } from '../investigation/report/chart-picture.ts';
import { plainNumber } from '../investigation/report/format-number.ts';
import { isoOf } from '../investigation/report/format-time.ts';
import { type Canvas, canvas, type Ink, textWidth } from './canvas.ts';
import { encodePng } from './encode-png.ts';

/** About as wide as GitHub shows it on a wide page; a phone shows a little more than a third, and the letters are read there. */
export const CHART_WIDTH = 900;
export const CHART_HEIGHT = 480;

const BLACK: Ink = [31, 35, 40];
const GRAY: Ink = [99, 108, 118];
const PALE: Ink = [222, 226, 230];
const LINE: Ink = [9, 105, 218];
const SUSPECT: Ink = [207, 34, 46];
const BAND: Ink = [191, 135, 0, 0.18];
const LETTERS = 3;
const MARGIN = { left: 126, right: 30, top: 136, bottom: 60 } as const;
const LINE_HEIGHT = 10 * LETTERS;

interface Plot {
  readonly on: Canvas;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly bottom: number;
  readonly right: number;
}

/** The picture as a PNG: the metric as a line with its gaps, when it began as a band, the deploys as upright lines. */
export function drawChart(picture: ChartPicture): Uint8Array<ArrayBuffer> {
  const on = canvas(CHART_WIDTH, CHART_HEIGHT);
  const known = picture.steps.flatMap(({ value }) => (value === undefined || !Number.isFinite(value) ? [] : [value]));
  const [low, high] = [Math.min(0, ...known), Math.max(...known)];
  const top = high - low < 1e-9 ? low + 1 : high + (high - low) * 0.1;
  const [from, to] = [picture.steps[0]?.at ?? 0, picture.steps.at(-1)?.at ?? 1];
  const right = CHART_WIDTH - MARGIN.right;
  const bottom = CHART_HEIGHT - MARGIN.bottom;
  const plot: Plot = {
    on,
    right,
    bottom,
    x: (at) => MARGIN.left + ((at - from) / Math.max(1, to - from)) * (right - MARGIN.left),
    y: (value) => bottom - ((value - low) / (top - low)) * (bottom - MARGIN.top),
  };
  on.text(picture.title, 14, 16, LETTERS, BLACK);
  if (picture.deploys.some(({ isSuspect }) => !isSuspect)) on.text('dashed: other deploys', 14, 50, LETTERS, GRAY);
  drawScale(plot, low, top, picture.unit);
  drawTimes(plot, from, to);
  drawOnset(plot, picture);
  for (const deploy of picture.deploys) drawDeploy(plot, deploy);
  drawLine(plot, picture);
  return encodePng(on);
}

function drawScale({ on, y, right }: Plot, low: number, top: number, unit: string): void {
  const step = roundStep((top - low) / 4);
  for (let value = Math.ceil(low / step) * step; value <= top; value += step) {
    const label = `${plainNumber(Number(value.toPrecision(3)))}${unit === '' ? '' : ` ${unit}`}`;
    on.fill(MARGIN.left, y(value) - 1, right - MARGIN.left, 2, PALE);
    on.text(label, MARGIN.left - 14 - textWidth(label, LETTERS), y(value) - 12, LETTERS, GRAY);
  }
}

/** The least of 1, 2 and 5 times a power of ten that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
}

const STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880];
const MOST_TIMES = 6;

function drawTimes({ on, x, bottom, right }: Plot, from: number, to: number): void {
  const minutes =
    STEPS_MINUTES.find((step) => (to - from) / (step * 60_000) <= MOST_TIMES) ??
    Math.ceil((to - from) / MOST_TIMES / 60_000);
  const step = minutes * 60_000;
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const iso = isoOf(at);
    const label = minutes >= 1_440 ? iso.slice(5, 10) : iso.slice(11, 16);
    on.fill(x(at) - 1, bottom, 2, 10, GRAY);
    const half = textWidth(label, LETTERS) / 2;
    const left = Math.min(right - 2 * half, Math.max(MARGIN.left - 20, x(at) - half));
    on.text(label, left, bottom + 20, LETTERS, GRAY);
  }
}

/** Between when and when it began. */
function drawOnset({ on, x, bottom, right }: Plot, { onset }: ChartPicture): void {
  const [left, end] = [onset.from, onset.to].map((at) => Math.min(right, Math.max(MARGIN.left, x(at))));
  if (left === undefined || end === undefined) return;
  on.fill(left, MARGIN.top, Math.max(6, end - left), bottom - MARGIN.top, BAND);
  const words = 'it began';
  // Most of what is watched rises when it breaks: low is where there is room.
  const place = Math.min(left, right - textWidth(words, LETTERS));
  on.text(words, place, bottom - LINE_HEIGHT - 12, LETTERS, [122, 86, 0]);
}

function drawDeploy({ on, x, bottom, right }: Plot, { at, isSuspect, words }: DeployMark): void {
  const place = x(at);
  if (!isSuspect) {
    on.dashes(place, MARGIN.top, bottom, 4, GRAY);
    return;
  }
  on.fill(place - 3, MARGIN.top - 10, 6, bottom - MARGIN.top + 10, SUSPECT);
  const left = Math.min(
    right - textWidth(words, LETTERS),
    Math.max(MARGIN.left, place - textWidth(words, LETTERS) / 2),
  );
  on.text(words, left, MARGIN.top - 14 - LINE_HEIGHT, LETTERS, SUSPECT);
}

/** A gap in the data is a gap in the line; a value between two gaps is a point. */
function drawLine({ on, x, y }: Plot, { steps }: ChartPicture): void {
  let before: readonly [number, number] | undefined;
  for (const { at, value } of steps) {
    if (value === undefined || !Number.isFinite(value)) {
      before = undefined;
      continue;
    }
    const point = [x(at), y(value)] as const;
    on.line(before ?? point, point, 4, LINE);
    before = point;
  }
}
