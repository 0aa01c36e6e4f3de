import type { Route } from './route.ts';

interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request by method and raw path. */
export type Router = (method: string, path: string) => Match | undefined;

/** Parameters that may hold slashes. */
const DEEP = new Set(['path', 'ref', 'basehead', 'branch', 'tag']);

/** Joins routes to one router. The more is literal in a route, the earlier it is tried. */
export function buildRouter(routes: readonly Route[]): Router {
  const compiled = routes
    .map((route) => {
      const [method = '', template = ''] = route.operation.split(' ');
      const names: string[] = [];
      const source = template.replace(/\{(\w+)\}|[.+*?^$()[\]|\\]/g, (found, name?: string) => {
        if (name === undefined) return `\\${found}`;
        names.push(name);
        return DEEP.has(name) ? '(.+)' : '([^/]+)';
      });
      const deep = names.filter((name) => DEEP.has(name)).length;
      const literal = template.split('/').filter((part) => !part.startsWith('{')).length;
      return { route, method, names, pattern: new RegExp(`^${source}$`), rank: literal * 10 - deep };
    })
    .toSorted((one, other) => other.rank - one.rank);
  return (method, path) => {
    for (const { route, method: wanted, names, pattern } of compiled) {
      if (wanted !== method) continue;
      const found = pattern.exec(path);
      if (found === null) continue;
      const params = Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
      return { route, params };
    }
    return undefined;
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
