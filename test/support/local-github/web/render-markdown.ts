import { escapeHtml } from './page.ts';

/**
 * Enough of GitHub's Markdown to read a report by: headings, lists, tables, quotes, code and links. HTML in the text
 * is shown as text, but for the few tags that GitHub folds details with.
 */
export function renderMarkdown(markdown: string): string {
  const html: string[] = [];
  const blocks = markdown.replace(/\r\n/g, '\n').split(/^(```[^\n]*\n[\s\S]*?\n```)$/m);
  for (const block of blocks) {
    const fenced = /^```[^\n]*\n([\s\S]*?)\n```$/.exec(block);
    if (fenced !== null) html.push(`<pre>${escapeHtml(fenced[1] ?? '')}</pre>`);
    else for (const part of block.split(/\n{2,}/)) html.push(renderPart(part.trim()));
  }
  return html.join('\n');
}

function renderPart(part: string): string {
  if (part === '' || /^<!--[\s\S]*-->$/.test(part)) return '';
  const lines = part.split('\n');
  if (lines.every((line) => line.startsWith('>'))) {
    return `<blockquote>${renderMarkdown(lines.map((line) => line.replace(/^> ?/, '')).join('\n'))}</blockquote>`;
  }
  if (lines.length > 1 && /^\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1] ?? '')) return renderTable(lines);
  const out: string[] = [];
  let list: string[] = [];
  const endList = () => {
    if (list.length > 0) out.push(`<ul>${list.join('')}</ul>`);
    list = [];
  };
  for (const line of lines) {
    const item = /^\s*(?:[-*]|\d+\.)\s+(.*)$/.exec(line);
    if (item !== null) {
      list.push(`<li>${renderInline(item[1] ?? '')}</li>`);
      continue;
    }
    endList();
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    if (heading === null) out.push(`${renderInline(line)}<br>`);
    else out.push(`<h${heading[1]?.length}>${renderInline(heading[2] ?? '')}</h${heading[1]?.length}>`);
  }
  endList();
  return `<div>${out.join('\n')}</div>`;
}

function renderTable(lines: readonly string[]): string {
  const cells = (line: string) => line.replace(/^\||\|$/g, '').split(/(?<!\\)\|/);
  const row = (line: string, tag: string) =>
    `<tr>${cells(line)
      .map((cell) => `<${tag}>${renderInline(cell.trim())}</${tag}>`)
      .join('')}</tr>`;
  const [head = '', , ...body] = lines;
  return `<table>${row(head, 'th')}${body.map((line) => row(line, 'td')).join('')}</table>`;
}

function renderInline(text: string): string {
  return escapeHtml(text)
    .replace(/&#60;(\/?(?:details|summary|sub|sup|br|b|strong))&#62;/g, '<$1>')
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/\[([^\]]+)\]\(((?:https?:\/\/|\/|#)[^)\s]*)\)/g, '<a href="$2">$1</a>');
}
