const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328}
article{border:1px solid #d1d9e0;border-radius:6px;margin:1rem 0;padding:0 1rem 1rem}
header{color:#59636e;font-size:.85rem;padding:.5rem 0;border-bottom:1px solid #d1d9e0}
pre{background:#f6f8fa;padding:.75rem;overflow:auto}code{background:#f6f8fa}
table{border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:.3rem .6rem;text-align:left}
blockquote{border-left:.25rem solid #d1d9e0;margin-left:0;padding-left:1rem;color:#59636e}`;

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A whole page without scripts. */
export function page(title: string, content: string): string {
  const safe = escapeHtml(title);
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${safe}</title><style>${STYLE}</style></head>
<body><h1>${safe}</h1>${content}</body></html>`;
}
