import type { Case } from '../case.ts';

/**
 * The same case with its lists in an order that does not depend on the order of a reader's answer: of two findings that
 * tell equally much, the first is shown. `changes` stay as they are, since a verdict names them by their index.
 */
export function inOrder(theCase: Case): Case {
  const { deploys, series, logs, commits, topology, alerts } = theCase;
  return {
    ...theCase,
    deploys: sorted(deploys, ({ id }) => [id]),
    ...(series && { series: sorted(series, ({ id }) => [id]) }),
    ...(logs && { logs: sorted(logs, (row) => [row.at, row.service, row.message, row.level ?? '', row.count ?? 1]) }),
    ...(commits && { commits: sorted(commits, ({ sha }) => [sha]) }),
    ...(topology && { topology: sorted(topology, ({ from, to }) => [from, to]) }),
    ...(alerts && { alerts: sorted(alerts, ({ startedAt, service, title }) => [startedAt, service, title ?? '']) }),
  };
}

function sorted<T>(list: readonly T[], keyOf: (one: T) => readonly (string | number)[]): readonly T[] {
  return list
    .map((one) => ({ one, key: keyOf(one) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ one }) => one);
}

function compare(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  const at = a.findIndex((part, place) => part !== b[place]);
  return at === -1 ? 0 : (a[at] as string | number) < (b[at] as string | number) ? -1 : 1;
}
