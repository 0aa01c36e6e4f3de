/** One line of a stack trace, or a place in source code that a message names. */
export interface StackFrame {
  /** Path segments in lower case without the extension of the last, e.g. `['app', 'src', 'pricing', 'regional']`. */
  readonly segments: readonly string[];
  readonly line: number;
  /** 1 for the frame nearest to the failure. */
  readonly rank: number;
  readonly function?: string;
  /** As it stood in the message, for quoting. */
  readonly place: string;
}

const MOST_FRAMES = 30;
const LONGEST_PATH = 200;
// The end of a file name and its line: `.java:57`, `.py", line 88`, `.ts:34:11`, `.cs:line 12`, `.php(12)`.
const ANCHOR = /\.([A-Za-z]{1,5})(?:["']?, line |:line |:|\()(\d{1,7})/g;
const PATH_SIGN = /[\w./\\$@+-]/;

/** The places in source code that a text names, nearest to the failure first. Takes time linear in the text. */
export function stackFrames(text: string): StackFrame[] {
  const found: Omit<StackFrame, 'rank'>[] = [];
  for (const match of text.matchAll(ANCHOR)) {
    const start = pathStart(text, match.index);
    const stem = text.slice(start, match.index);
    if (stem === '') continue;
    const line = Number(match[2]);
    const name = functionNear(text, start, match.index + match[0].length);
    const place = `${lastSegment(stem)}.${match[1]}:${line}`;
    found.push({
      segments: withPackage(segmentsOf(stem), name),
      line,
      place,
      ...(name === undefined ? {} : { function: bare(name) }),
    });
    if (found.length === MOST_FRAMES) break;
  }
  // Python prints the innermost frame last.
  if (text.includes('most recent call last')) found.reverse();
  return found.map((frame, index) => ({ ...frame, rank: index + 1 }));
}

function pathStart(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < LONGEST_PATH && PATH_SIGN.test(text.charAt(start - 1))) start -= 1;
  return start;
}

function segmentsOf(stem: string): string[] {
  return stem
    .toLowerCase()
    .split(/[\\/]+/)
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function lastSegment(stem: string): string {
  return stem.slice(Math.max(stem.lastIndexOf('/'), stem.lastIndexOf('\\')) + 1);
}

/** The function that a trace names beside a place: before the bracket (Java, JavaScript) or after the line (Python, Go, C++). */
function functionNear(text: string, start: number, end: number): string | undefined {
  const before = /([\w.$<>*]{2,120})\s?\($/.exec(text.slice(Math.max(0, start - 130), start));
  if (before?.[1] !== undefined) return before[1];
  const after = /^(?::\d{1,6})?\)?,? (?:in (?:method )?['"`]?|\()([\w.$]{2,120})/.exec(text.slice(end, end + 150));
  return after?.[1];
}

function bare(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
}

/** A Java frame names the file without its folder, and the package before the method: `com.acme.Tax.add(Tax.java:5)`. */
function withPackage(segments: readonly string[], name: string | undefined): readonly string[] {
  const [file] = segments;
  if (segments.length !== 1 || file === undefined || name === undefined) return segments;
  const parts = name.toLowerCase().split(/[.$]/);
  const at = parts.indexOf(file);
  return at > 0 ? parts.slice(0, at + 1) : segments;
}
