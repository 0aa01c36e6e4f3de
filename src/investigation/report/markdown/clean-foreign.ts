/** How much of a foreign string is shown. */
export interface Cut {
  readonly characters: number;
  readonly lines: number;
}

const DEFAULT_CUT: Cut = { characters: 200, lines: 20 };

// CSI and OSC sequences of ECMA-48, then a lone escape; without this a log line's colours leave "[31m" behind.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point.
const ANSI = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-_]?/g; // oxlint-disable-line no-control-regex -- as above
// Control (line feed stays), format and ignorable characters: bidi (UAX #9), zero-width, fillers, tags.
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A foreign string made safe to look at: NFC, without colour codes, control, zero-width, bidirectional and tag characters
 * (they hide text from people that a machine still reads), cut to `cut`. Line feeds stay; tabs become spaces.
 */
export function cleanForeign(foreign: string, cut: Cut = DEFAULT_CUT): string {
  // A first rough cut keeps a megabyte of log from being normalised.
  const rough = foreign.slice(0, cut.characters * cut.lines * 8);
  const visible = rough
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, '  ')
    .replace(ANSI, '')
    .replace(INVISIBLE, '')
    .normalize('NFC');
  const lines = visible.split('\n');
  const kept = lines.slice(0, cut.lines).map((line) => cutLine(line.trimEnd(), cut.characters));
  if (lines.length > cut.lines) kept.push('…');
  return kept.join('\n').trim();
}

function cutLine(line: string, characters: number): string {
  const points = Array.from(line);
  return points.length <= characters ? line : `${points.slice(0, characters - 1).join('')}…`;
}
