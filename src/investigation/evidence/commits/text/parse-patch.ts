/** One hunk of a unified diff: the lines of the new file that it covers, and the function that git names in its header. */
export interface Hunk {
  readonly start: number;
  readonly lines: number;
  readonly heading: string;
}

/** Told of each line of a patch: where its text begins and ends, without the sign in front. */
export interface PatchSink {
  line(side: 'added' | 'removed' | 'context', from: number, to: number): void;
  hunk(hunk: Hunk): void;
}

/** Reads `patch[0, limit)` line by line. Lines that are no part of a hunk, such as file headers, are skipped. */
export function parsePatch(patch: string, limit: number, sink: PatchSink): void {
  const end = Math.min(limit, patch.length);
  for (let at = 0; at < end; ) {
    const newline = patch.indexOf('\n', at);
    const stop = newline < 0 || newline > end ? end : newline;
    const sign = patch.charCodeAt(at);
    if (sign === PLUS && !patch.startsWith('+++ ', at)) sink.line('added', at + 1, stop);
    else if (sign === MINUS && !patch.startsWith('--- ', at)) sink.line('removed', at + 1, stop);
    else if (sign === SPACE) sink.line('context', at + 1, stop);
    else if (sign === AT) {
      const hunk = hunkOf(patch.slice(at, Math.min(stop, at + LONGEST_HEADER)));
      if (hunk !== undefined) sink.hunk(hunk);
    }
    at = stop + 1;
  }
}

const PLUS = 43;
const MINUS = 45;
const SPACE = 32;
const AT = 64;
const LONGEST_HEADER = 300;
const HEADER = /^@@ -\d{1,9}(?:,\d{1,9})? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)$/;

function hunkOf(line: string): Hunk | undefined {
  const match = HEADER.exec(line);
  if (match === null) return undefined;
  return { start: Number(match[1]), lines: Number(match[2] ?? 1), heading: match[3] ?? '' };
}
