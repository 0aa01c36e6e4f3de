import { textOfBytes } from '../objects/byte-text.ts';

/** A file cut into lines. A line includes its line feed, so a last line without one differs from the same line with one. */
export interface LineFile {
  readonly bytes: Uint8Array;
  /** One number a line: equal numbers are equal lines, across all files of one LineNumbers. */
  readonly ids: Int32Array;
  /** Where each line begins, and then where the file ends. */
  readonly starts: Int32Array;
}

/** Every different line that was met, and its number. */
export type LineNumbers = Map<string, number>;

/** Cuts a file into lines and numbers them. */
export function splitLines(bytes: Uint8Array, numbers: LineNumbers): LineFile {
  const text = textOfBytes(bytes);
  const ids: number[] = [];
  const starts: number[] = [];
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from);
    const to = feed < 0 ? text.length : feed + 1;
    const line = text.slice(from, to);
    let id = numbers.get(line);
    if (id === undefined) {
      id = numbers.size;
      numbers.set(line, id);
    }
    ids.push(id);
    starts.push(from);
    from = to;
  }
  starts.push(text.length);
  return { bytes, ids: Int32Array.from(ids), starts: Int32Array.from(starts) };
}
