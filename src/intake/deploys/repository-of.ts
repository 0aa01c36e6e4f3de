const NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*\/[A-Za-z0-9_.-]+$/;
const LONGEST = 200;

/**
 * `owner/name` out of what a tool calls a repository: the name itself, or an address such as
 * `https://github.com/acme/shop.git`, `git@github.com:acme/shop` or `ssh://git@github.com:22/acme/shop`. Undefined for
 * anything else. Whether the installation has it is decided elsewhere.
 */
export function repositoryOf(text: string | undefined): string | undefined {
  if (text === undefined || text.length > LONGEST) return undefined;
  const path = pathOf(text.trim())
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  return NAME.test(path) ? path : undefined;
}

function pathOf(text: string): string {
  if (/^[a-z+]+:\/\//i.test(text)) return URL.parse(text)?.pathname ?? '';
  return /^[\w.-]+@[\w.-]+:(.+)$/.exec(text)?.[1] ?? text;
}
