import { cleanForeign } from './clean-foreign.ts';
import type { Block, Inline, Line, ListItem } from './tree.ts';

/** The tree as GitHub-flavoured Markdown; blocks are parted by one empty line. */
export function printMarkdown(blocks: readonly Block[]): string {
  return blocks.map(printBlock).join('\n\n');
}

function printBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return block.lines.map((line) => printLine(line)).join('\n');
    case 'small':
      return `<sub>${block.lines.map((line) => printLine(line)).join(' · ')}</sub>`;
    case 'heading':
      return `### ${printLine(block.content)}`;
    case 'list':
      return block.items.map(printItem).join('\n');
    case 'table':
      return [block.head, block.head.map(() => undefined), ...block.rows].map(printRow).join('\n');
    case 'fence':
      return fenced(block.foreign);
    case 'mermaid':
      return `\`\`\`mermaid\n${block.source}\n\`\`\``;
    case 'image':
      return `![${escapeText(block.alt)}](${block.url})`;
    case 'details':
      // The empty lines let GitHub read Markdown inside; the summary itself is HTML, so it holds our own words only.
      return `<details><summary>${block.summary.map(summaryText).join('')}</summary>\n\n${printMarkdown(block.blocks)}\n\n</details>`;
    case 'comment':
      return `<!-- whatchanged:v1 ${commentJson(block.json)} -->`;
  }
}

function printItem(item: ListItem): string {
  const box = item.task === true ? '[ ] ' : '';
  const command = item.command === undefined ? '' : `\n${indented(fenced(item.command))}`;
  return `- ${box}${printLine(item.content)}${command}`;
}

function printRow(cells: readonly (Line | undefined)[]): string {
  return `| ${cells.map((cell) => (cell === undefined ? '---' : printLine(cell, true) || ' ')).join(' | ')} |`;
}

function printLine(line: Line, inTable = false): string {
  return line
    .map((node, index) => {
      const printed = printInline(node, inTable);
      // Two code spans side by side would melt into one.
      return node.kind === 'code' && line[index - 1]?.kind === 'code' ? ` ${printed}` : printed;
    })
    .join('');
}

function printInline(node: Inline, inTable: boolean): string {
  switch (node.kind) {
    case 'text':
      return escapeText(node.own);
    case 'code':
      return codeSpan(node.foreign, inTable);
    case 'link':
      // GitHub reads no reference inside a link, so the label needs no word joiner.
      return `[${escapeMarkup(node.label)}](${node.url})`;
    case 'strong':
      return `**${printLine(node.content, inTable)}**`;
    case 'emphasis':
      return `*${printLine(node.content, inTable)}*`;
  }
}

/**
 * Escapes our own words too: a mistake in a template must stay a typing mistake. A word joiner after `@` and `#` stops
 * GitHub's mention and reference filters, which run on rendered text and therefore ignore a backslash.
 */
function escapeText(words: string): string {
  return escapeMarkup(words)
    .replace(/@(?=\w)|#(?=\d)|\bGH-(?=\d)/gi, '$&\u2060')
    .replace(/:\/\//g, ':\u2060//')
    .replace(/\bwww\./gi, 'www\u2060.')
    .replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/, '$1\\$2');
}

function escapeMarkup(words: string): string {
  return words.replace(/[\n\r]+/g, ' ').replace(/[\\`*_[\]<>~|&$]/g, '\\$&');
}

function codeSpan(foreign: string, inTable: boolean): string {
  const line = cleanForeign(foreign, { characters: 200, lines: 1_000 }).replace(/\s*\n\s*/g, ' ');
  const points = Array.from(line);
  const shown = points.length > 200 ? `${points.slice(0, 199).join('')}…` : line;
  if (shown === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(shown) + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${inTable ? pipesEscaped(shown) : shown}${pad}${ticks}`;
}

/** A table row is split at pipes before code is read (GFM §4.10); a backslash before one cannot be kept apart. */
function pipesEscaped(shown: string): string {
  return shown.replace(/\\\|/g, '\\¦').replace(/\|/g, '\\|');
}

function fenced(foreign: string): string {
  const lines = cleanForeign(foreign, { characters: 400, lines: 100 });
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}text\n${lines}\n${fence}`;
}

function longestRun(foreign: string): number {
  return Math.max(0, ...[...foreign.matchAll(/`+/g)].map((run) => run[0].length));
}

function indented(block: string): string {
  return block
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function summaryText(node: Inline): string {
  return node.kind === 'text' ? node.own.replace(/[<>&]/g, '') : '';
}

/** JSON that cannot end the comment it stands in, whatever its strings hold. */
function commentJson(json: unknown): string {
  return JSON.stringify(json)
    .replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)
    .replace(/-(?=-)/g, '\\u002d');
}
