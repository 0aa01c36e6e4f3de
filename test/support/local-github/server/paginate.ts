import type { Answer, Call } from './route.ts';

/** The wanted page, with the bounds that GitHub has: 30 by default, at most 100. */
export function pageOf(call: Call, byDefault = 30, most = 100): { readonly page: number; readonly perPage: number } {
  const number = (name: string, fallback: number) => {
    const value = Number(call.query.get(name) ?? fallback);
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  return { page: number('page', 1), perPage: Math.min(number('per_page', byDefault), most) };
}

/** GitHub's `Link` header for a page of a list with `total` objects. */
export function linkHeader(call: Call, page: number, perPage: number, total: number): Record<string, string> {
  const last = Math.max(1, Math.ceil(total / perPage));
  if (last === 1) return {};
  const link = (rel: string, to: number) => {
    const url = new URL(call.url);
    url.searchParams.set('page', String(to));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link('prev', page - 1)] : []),
    ...(page < last ? [link('next', page + 1), link('last', last)] : []),
    ...(page > 1 ? [link('first', 1)] : []),
  ];
  return { link: links.join(', ') };
}

/** One page of a list, each object in the given form. */
export async function paginate<T>(
  call: Call,
  items: readonly T[],
  shape: (item: T) => unknown,
  wrap: (page: readonly unknown[], total: number) => unknown = (page) => page,
): Promise<Answer> {
  const listed = items.filter((item) => !hasId(item) || call.isListed(item.id));
  const { page, perPage } = pageOf(call);
  const slice = listed.slice((page - 1) * perPage, page * perPage);
  const body = wrap(await Promise.all(slice.map(shape)), listed.length);
  return { status: 200, body, headers: linkHeader(call, page, perPage, listed.length) };
}

function hasId(item: unknown): item is { readonly id: number } {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'number';
}
