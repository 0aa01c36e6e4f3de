import { printMarkdown } from './markdown/print-markdown.ts';
import { type Block, type Own, own, paragraph, say } from './markdown/tree.ts';

/** GitHub takes 65,536 characters; the rest is room for the marker. */
export const MOST_BYTES = 60_000;

/** A part of the body. Parts without a rank always stay; of the others the highest rank goes first. */
export interface Section {
  readonly name: Own;
  readonly dropRank?: number;
  readonly blocks: readonly Block[];
}

/** Prints the sections in order, leaving out the least important until the body fits, and says what was left out. */
export function fitBody(sections: readonly Section[], mostBytes: number = MOST_BYTES): string {
  let kept = sections.filter((section) => section.blocks.length > 0);
  const dropped: Section[] = [];
  for (;;) {
    const body = printMarkdown([
      ...kept.slice(0, -1).flatMap((section) => section.blocks),
      ...note(dropped),
      ...(kept.at(-1)?.blocks ?? []),
    ]);
    if (byteLength(body) <= mostBytes) return body;
    const victim = kept.reduce<Section | undefined>(
      (worst, section) => ((section.dropRank ?? 0) > (worst?.dropRank ?? 0) ? section : worst),
      undefined,
    );
    if (victim === undefined) return body;
    kept = kept.filter((section) => section !== victim);
    dropped.push(victim);
  }
}

function note(dropped: readonly Section[]): readonly Block[] {
  if (dropped.length === 0) return [];
  const names = own(dropped.map((section) => section.name).join(', '));
  return [paragraph(say`Left out because GitHub limits the length of an issue: ${names}.`)];
}

function byteLength(body: string): number {
  return new TextEncoder().encode(body).length;
}
