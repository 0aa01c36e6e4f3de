import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

// What GitHub's own style sheet does to an issue, as far as it changes how a report reads: width, tables, code, folds.
const STYLE = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif; color: #1f2328; margin: 16px; }
  main { max-width: 880px; border: 1px solid #d1d9e0; border-radius: 6px; padding: 16px; overflow-wrap: break-word; }
  h1 { font-size: 22px; font-weight: 400; max-width: 912px; }
  h3 { font-size: 17.5px; margin: 24px 0 12px; }
  table { border-collapse: collapse; display: block; overflow: auto; max-width: 100%; width: max-content; margin-bottom: 16px; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; } tr:nth-child(2n) { background: #f6f8fa; }
  code { font: 85% ui-monospace, "DejaVu Sans Mono", monospace; background: #818b981f; padding: 0.2em 0.4em; border-radius: 6px; white-space: break-spaces; }
  pre { background: #f6f8fa; padding: 16px; border-radius: 6px; overflow: auto; } pre code { background: none; padding: 0; white-space: pre; }
  a { color: #0969da; text-decoration: none; } ul { padding-left: 2em; } li:has(> input) { list-style: none; }
  details { margin-bottom: 16px; } sub { color: #59636e; vertical-align: baseline; font-size: 12px; } svg, img { max-width: 100%; height: auto; }
`;

/**
 * An issue as GitHub shows it: GFM with line breaks kept (as in issues and comments) and each mermaid block as a
 * `<figure class="mermaid-chart">` that holds its source.
 */
export function githubPage(title: string, body: string): string {
  const html = micromark(body, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  const broken = html.replace(/<p>[\s\S]*?<\/p>/g, (paragraph) => paragraph.replace(/\n/g, '<br>\n'));
  const charts = broken.replace(
    /<pre><code class="language-mermaid">([\s\S]*?)<\/code><\/pre>/g,
    '<figure class="mermaid-chart">$1</figure>',
  );
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${STYLE}</style><h1>${escaped(title)}</h1><main>${charts}</main>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
