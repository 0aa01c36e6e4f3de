import { isInked, LETTER_HEIGHT, LETTER_WIDTH } from './letters.ts';

/** Red, green and blue from 0 to 255, and how much it covers, from 0 to 1. */
export type Ink = readonly [number, number, number, number?];

/** A picture in the making. Coordinates are pixels from the upper left; what lies outside is not drawn. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
  fill(x: number, y: number, width: number, height: number, ink: Ink): void;
  /** A line with round ends and smooth edges. */
  line(from: readonly [number, number], to: readonly [number, number], thickness: number, ink: Ink): void;
  /** An upright line of strokes and gaps. */
  dashes(x: number, from: number, to: number, thickness: number, ink: Ink): void;
  /** Text whose upper left is at x, y. Gives its width. */
  text(words: string, x: number, y: number, scale: number, ink: Ink): number;
}

const DASH = 12;

/** A white canvas. */
export function canvas(width: number, height: number): Canvas {
  const pixels = new Uint8Array(width * height * 3).fill(255);

  const blend = (x: number, y: number, [red, green, blue, covers = 1]: Ink, share = 1): void => {
    if (x < 0 || y < 0 || x >= width || y >= height) return;
    const at = (y * width + x) * 3;
    const part = covers * share;
    for (const [index, part255] of [red, green, blue].entries()) {
      pixels[at + index] = Math.round((pixels[at + index] ?? 0) * (1 - part) + part255 * part);
    }
  };

  // Loops run over what lies on the canvas only: a point may be as far away as a number can be.
  const column = (x: number) => Math.round(Math.min(width, Math.max(0, x)));
  const row = (y: number) => Math.round(Math.min(height, Math.max(0, y)));
  const fill: Canvas['fill'] = (x, y, wide, high, ink) => {
    for (let down = row(y); down < row(y + high); down += 1) {
      for (let across = column(x); across < column(x + wide); across += 1) blend(across, down, ink);
    }
  };

  return {
    width,
    height,
    pixels,
    fill,
    line([fromX, fromY], [toX, toY], thickness, ink) {
      const half = thickness / 2;
      const [dx, dy] = [toX - fromX, toY - fromY];
      const squared = dx * dx + dy * dy || 1;
      const reach = half + 1;
      for (let y = row(Math.min(fromY, toY) - reach); y < row(Math.max(fromY, toY) + reach); y += 1) {
        for (let x = column(Math.min(fromX, toX) - reach); x < column(Math.max(fromX, toX) + reach); x += 1) {
          const along = Math.min(1, Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / squared));
          const distance = Math.hypot(x - fromX - along * dx, y - fromY - along * dy);
          const share = Math.min(1, Math.max(0, half + 0.5 - distance));
          if (share > 0) blend(x, y, ink, share);
        }
      }
    },
    dashes(x, from, to, thickness, ink) {
      for (let y = from; y < to; y += 2 * DASH) fill(x - thickness / 2, y, thickness, Math.min(DASH, to - y), ink);
    },
    text(words, x, y, scale, ink) {
      [...words].forEach((letter, index) => {
        const left = x + index * (LETTER_WIDTH + 1) * scale;
        for (let across = 0; across < LETTER_WIDTH; across += 1) {
          for (let down = 0; down < LETTER_HEIGHT; down += 1) {
            if (isInked(letter, across, down)) fill(left + across * scale, y + down * scale, scale, scale, ink);
          }
        }
      });
      return textWidth(words, scale);
    },
  };
}

/** How wide a text is, in pixels. */
export function textWidth(words: string, scale: number): number {
  return Math.max(0, [...words].length * (LETTER_WIDTH + 1) - 1) * scale;
}
