import { query } from 'json-p3';
import { foreignText } from '../foreign-text.ts';
import type { AlertMap } from './alert-map.ts';
import { buildAlert } from './build-alert.ts';
import type { AlertReading, ReadAlert } from './contract.ts';
import { moment } from './moment.ts';

const MOST_ALERTS = 1_000;
const LONGEST_KEY = 200;

/** Reads a body of any shape by a map of where the fields of an alert lie in it. */
export function readMapped(source: string, map: AlertMap, body: unknown): AlertReading {
  const items = found(map.alerts, body);
  if (items.length === 0)
    return { kind: 'unmapped', reason: "The map's path to the alerts finds nothing in the body." };
  const read = items.slice(0, MOST_ALERTS).map((item) => readItem(source, map, item));
  const alerts = read.flatMap((one) => (one.kind === 'alert' ? [one.alert] : []));
  const unread = read.find((one) => one.kind === 'unmapped');
  if (alerts.length > 0) {
    const truncated = items.length - read.length + read.filter(({ kind }) => kind === 'unmapped').length;
    return { kind: 'alerts', alerts: alerts.map((alert) => withTruncated(alert, truncated)), truncated };
  }
  return (
    unread ?? { kind: 'ignored', reason: 'Every alert in the body is a test, or has a status that the map ignores.' }
  );
}

function withTruncated(alert: ReadAlert, truncated: number): ReadAlert {
  return truncated === 0 ? alert : { ...alert, truncated };
}

type ItemReading =
  | { readonly kind: 'alert'; readonly alert: ReadAlert }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unmapped'; readonly reason: string };

function readItem(source: string, map: AlertMap, item: unknown): ItemReading {
  const first = (paths: Paths | undefined) => firstOf(paths, item);
  const text = (paths: Paths | undefined) => textOf(first(paths));
  if (map.test !== undefined && text(map.test) === 'true') return { kind: 'ignored' };
  const key = text(map.key);
  if (key === undefined) return missing('key');
  const word = text(map.status)?.toLowerCase();
  if (word === undefined) return missing('status');
  if (holds(map.ignored, word)) return { kind: 'ignored' };
  const status = holds(map.resolved, word) ? 'resolved' : holds(map.firing, word) ? 'firing' : undefined;
  if (status === undefined) return { kind: 'unmapped', reason: 'The status of the alert is none that the map knows.' };
  const endsAt = moment(first(map.endsAt));
  const startsAt = moment(first(map.startsAt)) ?? (status === 'resolved' ? endsAt : undefined);
  if (startsAt === undefined) return missing('startsAt');
  const labels = Object.fromEntries(Object.entries(map.labels).map(([name, path]) => [name, text(path)]));
  const all = first(map.allLabels);
  const alert = buildAlert({
    key: `${source}:${foreignText(key, LONGEST_KEY)}`,
    ...(map.keyRepeats ? { keyOf: 'rule' as const } : {}),
    source,
    status,
    startsAt,
    endsAt,
    title: text(map.title),
    description: text(map.description),
    severity: text(map.severity),
    labels: { ...(typeof all === 'object' && all !== null && !Array.isArray(all) ? all : {}), ...labels },
    query: text(map.query),
    threshold: numberOf(text(map.threshold)),
    observed: numberOf(text(map.observed)),
    release: text(map.release),
    url: text(map.url),
  });
  return { kind: 'alert', alert };
}

type Paths = AlertMap['key'];

/** The first thing that any of the paths finds and that says something. */
function firstOf(paths: Paths | undefined, item: unknown): unknown {
  return [paths ?? []]
    .flat()
    .map((path) => found(path, item)[0])
    .find((value) => value !== undefined && value !== null && value !== '');
}

/** What a path finds. A body nested too deep for the path finds nothing. */
function found(path: string, body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null) return path === '$' ? [body] : [];
  try {
    return query(path, body as Parameters<typeof query>[1]).values();
  } catch {
    return [];
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

function holds(words: readonly string[], word: string): boolean {
  return words.some((one) => one.toLowerCase() === word);
}

function missing(field: string): ItemReading {
  return { kind: 'unmapped', reason: `The map's path to \`${field}\` finds nothing that can be one.` };
}
