import { cleanForeign } from '../markdown/clean-foreign.ts';
import type { Block, Inline, Line } from '../markdown/tree.ts';
import { layTable } from './lay-table.ts';
import { type Ink, NO_PAINT, type Paint } from './paint.ts';
import { type Span, wrapSpans } from './wrap-spans.ts';

export interface TerminalPage {
  readonly columns: number;
  readonly paint: Paint;
  /** Shows what the issue folds away. */
  readonly unfolded: boolean;
}

/**
 * The same tree as text for a terminal of `columns`: no diagram, no comment for programs; foreign text without a single
 * control character, so that nothing in a log line or a title can move the cursor or change the colours.
 */
export function printTerminal(blocks: readonly Block[], page: TerminalPage): string {
  return blocks
    .map((block) => printBlock(block, page))
    .filter((printed) => printed !== '')
    .join('\n\n');
}

/** One line of the tree as spans. */
export function spansOf(line: Line, ink: Ink = 'plain'): readonly Span[] {
  return line.flatMap((node) => inlineSpans(node, ink));
}

/** Spans as text, wrapped and indented; the first line begins with `lead`. */
export function printSpans(spans: readonly Span[], page: TerminalPage, lead = '', indent = ' '.repeat(lead.length)) {
  const lines = wrapSpans(spans, Math.max(20, page.columns - indent.length));
  return lines.map((line, index) => `${index === 0 ? lead : indent}${painted(line, page.paint)}`).join('\n');
}

export function painted(spans: readonly Span[], paint: Paint): string {
  return spans
    .map(({ words, ink, url }) => (url === undefined ? paint(ink, words) : paint.link(paint(ink, words), url)))
    .join('')
    .trimEnd();
}

function printBlock(block: Block, page: TerminalPage): string {
  switch (block.kind) {
    case 'paragraph':
      return block.lines.map((line) => printSpans(spansOf(line), page)).join('\n');
    case 'small':
      return block.lines.map((line) => printSpans(spansOf(line, 'dim'), page)).join('\n');
    case 'heading':
      return printSpans(spansOf(block.content, 'heading'), page);
    case 'list':
      return block.items
        .map(({ content, task, command }) => {
          const text = printSpans(spansOf(content), page, task === true ? '[ ] ' : '- ');
          return command === undefined ? text : `${text}\n${printCommand(command, page)}`;
        })
        .join('\n');
    case 'table':
      return layTable(
        [block.head, ...block.rows].map((row) => row.map((cell) => spansOf(cell))),
        page.columns,
      )
        .map((line, index) => (index === 0 ? page.paint('dim', painted(line, NO_PAINT)) : painted(line, page.paint)))
        .join('\n');
    case 'fence':
      return foreignLines(block.foreign)
        .map((line) => printSpans([{ words: line, ink: 'code' }], page, '  ', '      '))
        .join('\n');
    case 'details':
      return folded(block.summary, block.blocks, page);
    case 'image':
    case 'mermaid':
    case 'comment':
      return '';
  }
}

function folded(summary: Line, blocks: readonly Block[], page: TerminalPage): string {
  const title = printSpans(spansOf(summary, 'heading'), page);
  if (!page.unfolded)
    return `${painted(spansOf(summary, 'dim'), page.paint)}${page.paint('dim', ' (--full shows them)')}`;
  return `${title}\n\n${printTerminal(blocks, page)}`;
}

/** A command is there to be copied: it is never broken. */
function printCommand(command: string, { paint }: TerminalPage): string {
  return foreignLines(command)
    .map((line) => `      ${paint('code', line)}`)
    .join('\n');
}

function foreignLines(foreign: string): readonly string[] {
  return cleanForeign(foreign, { characters: 400, lines: 100 }).split('\n');
}

function inlineSpans(node: Inline, ink: Ink): readonly Span[] {
  switch (node.kind) {
    case 'text':
      return [{ words: node.own.replace(/\s+/g, ' '), ink }];
    case 'code':
      return [{ words: cleanForeign(node.foreign, { characters: 200, lines: 1 }) || '(empty)', ink: 'code' }];
    case 'link':
      return [{ words: cleanForeign(node.label), ink: 'code', url: node.url }];
    case 'strong':
      return spansOf(node.content, 'bold');
    case 'emphasis':
      return spansOf(node.content, ink);
  }
}
