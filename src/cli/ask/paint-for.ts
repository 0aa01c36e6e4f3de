import { styleText } from 'node:util';
import { type Ink, NO_PAINT, type Paint } from '../../investigation/report/terminal/paint.ts';

const STYLES: Readonly<Record<Ink, Parameters<typeof styleText>[0]>> = {
  plain: 'reset',
  bold: 'bold',
  dim: 'dim',
  code: 'cyan',
  heading: ['bold', 'underline'],
  good: 'green',
  bad: 'red',
  unsure: 'yellow',
};

/**
 * Colours for a stream. None in a pipe or a file, and none where NO_COLOR is set (https://no-color.org, read 2026-11);
 * FORCE_COLOR colours a pipe, as Node itself has it. Links are clickable in terminals that know OSC 8.
 */
export function paintFor(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv = process.env): Paint {
  const { NO_COLOR: none, FORCE_COLOR: forced } = environment;
  const wanted = forced !== undefined && forced !== '0' && forced !== 'false';
  const coloured = wanted || ((none === undefined || none === '') && stream.isTTY && stream.hasColors(environment));
  if (!coloured) return NO_PAINT;
  const paint = (ink: Ink, words: string): string =>
    ink === 'plain' || words.trim() === '' ? words : styleText(STYLES[ink], words, { validateStream: false });
  return Object.assign(paint, {
    link: (words: string, url: string) => (stream.isTTY ? `\u001b]8;;${url}\u001b\\${words}\u001b]8;;\u001b\\` : words),
  });
}
