import type { Alert, StackFrame } from '../../investigation/incident/alert.ts';
import { foreignText } from '../foreign-text.ts';
import type { ReadAlert } from './contract.ts';

/** What a payload told, as it told it: any part may be absent, empty or too long. */
export type AlertParts = Pick<Alert, 'source' | 'status' | 'startsAt'> & {
  readonly [Part in Exclude<keyof ReadAlert, 'source' | 'status' | 'startsAt' | 'labels'>]?:
    | ReadAlert[Part]
    | undefined;
} & {
  readonly key: string;
  readonly labels: Readonly<Record<string, unknown>>;
};

const LONGEST_NAME = 300;
const LONGEST_TEXT = 4_000;
const LONGEST_LABEL = 1_000;
const MOST_LABELS = 200;
const MOST_FRAMES = 100;
const MOST_POINTS = 2_000;

/**
 * Makes an alert that can be stored and shown from what a payload told: strings cut and made storable, labels that are
 * no text or number left out, absent and empty parts left out, and no link but a web page.
 */
export function buildAlert(parts: AlertParts): ReadAlert {
  const { key, source, status, startsAt, endsAt, labels, truncated } = parts;
  const url = webPage(parts.url);
  return {
    key: foreignText(key, LONGEST_NAME),
    source,
    status,
    startsAt,
    ...(endsAt === undefined || status === 'firing' ? {} : { endsAt: Math.max(endsAt, startsAt) }),
    title: foreignText(parts.title?.trim() || 'Alert without a name', LONGEST_NAME),
    ...text('description', parts.description, LONGEST_TEXT),
    ...text('severity', parts.severity, LONGEST_LABEL),
    labels: storableLabels(labels),
    ...text('query', parts.query, LONGEST_TEXT),
    ...number('threshold', parts.threshold),
    ...(parts.comparison === undefined ? {} : { comparison: parts.comparison }),
    ...number('observed', parts.observed),
    ...number('periodSeconds', parts.periodSeconds),
    ...number('periods', parts.periods),
    ...(parts.points === undefined || parts.points.length === 0 ? {} : { points: parts.points.slice(-MOST_POINTS) }),
    ...(parts.frames === undefined || parts.frames.length === 0 ? {} : { frames: storableFrames(parts.frames) }),
    ...text('release', parts.release, LONGEST_LABEL),
    ...text('url', url, LONGEST_TEXT),
    ...(truncated === undefined || truncated === 0 ? {} : { truncated }),
    ...(parts.keyOf === undefined ? {} : { keyOf: parts.keyOf }),
  };
}

function text<Name extends string>(name: Name, value: string | undefined, longest: number): { [N in Name]?: string } {
  if (value === undefined || value.trim() === '') return {};
  return { [name]: foreignText(value, longest) } as { [N in Name]?: string };
}

function number<Name extends string>(name: Name, value: number | undefined): { [N in Name]?: number } {
  return value === undefined || !Number.isFinite(value) ? {} : ({ [name]: value } as { [N in Name]?: number });
}

function storableLabels(labels: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
      .slice(0, MOST_LABELS)
      .map(([name, value]) => [foreignText(name, LONGEST_LABEL), foreignText(String(value), LONGEST_LABEL)]),
  );
}

function storableFrames(frames: readonly StackFrame[]): readonly StackFrame[] {
  return frames.slice(0, MOST_FRAMES).map((frame) => ({
    ...frame,
    path: foreignText(frame.path, LONGEST_LABEL),
    ...(frame.function === undefined ? {} : { function: foreignText(frame.function, LONGEST_LABEL) }),
  }));
}

/** A link for people, without a password in it; anything but http and https, such as `javascript:`, is none. */
function webPage(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const page = new URL(address);
  page.username = '';
  page.password = '';
  return page.protocol === 'https:' || page.protocol === 'http:' ? page.href : undefined;
}
