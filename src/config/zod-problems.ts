import type { z } from 'zod';
import { nearestName } from '../investigation/incident/nearest-name.ts';

/** A mistake by its place in the document; `at` says whether the key or its value is wrong. */
export interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  readonly at: 'key' | 'value';
  readonly problem: string;
  readonly hint: string;
}

type Issue = z.core.$ZodIssue;

const WORDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
};

/** Turns one zod issue into problems in plain words: an issue about unknown keys is one problem for each key. */
export function zodProblems(issue: Issue, schema: z.ZodType, value: unknown): readonly PlacedProblem[] {
  const about = schemaAt(schema, issue.path);
  const described = about?.description ?? '';
  const here = { path: issue.path, at: 'value' as const };
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysOf(about);
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        at: 'key' as const,
        problem: `unknown key ${quoted(key)}`,
        hint: didYouMean(key, known),
      }));
    }
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      const written = String(valueAt(value, issue.path));
      return [{ ...here, problem: `${quoted(written)} is not one of the values`, hint: didYouMean(written, allowed) }];
    }
    case 'invalid_key':
      return [
        {
          path: issue.path,
          at: 'key',
          problem: 'is not a valid name',
          hint: 'Use 1 to 100 letters, digits, dots, dashes or underscores.',
        },
      ];
    case 'invalid_type': {
      const found = valueAt(value, issue.path);
      const expected = WORDS[issue.expected] ?? issue.expected;
      if (found === undefined) {
        return [{ ...here, problem: `${quoted(String(issue.path.at(-1)))} is missing`, hint: described }];
      }
      const hint = described || `Write ${expected}.`;
      return [
        {
          ...here,
          problem: `must be ${expected}, but is ${kindOf(found)}`,
          hint: issue.expected === 'string' && typeof found !== 'object' ? 'Put the value in quotes.' : hint,
        },
      ];
    }
    case 'too_big':
      return [{ ...here, problem: `is too long: at most ${String(issue.maximum)}`, hint: described || 'Shorten it.' }];
    case 'too_small':
      return [{ ...here, problem: 'is empty', hint: described || 'Give it a value or leave the key out.' }];
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_union':
    case 'not_multiple_of':
      return [{ ...here, problem: 'is not valid', hint: described || issue.message }];
  }
}

function didYouMean(written: string, known: readonly string[]): string {
  const near = nearestName(written, known);
  return near === undefined ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return WORDS[typeof value] ?? typeof value;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? at[key as keyof typeof at] : undefined,
    value,
  );
}

/** The schema of a place, seen through what is optional or nullable. */
function schemaAt(schema: z.ZodType | undefined, path: readonly PropertyKey[]): z.ZodType | undefined {
  const definition = schema?.def as unknown as {
    readonly type?: string;
    readonly innerType?: z.ZodType;
    readonly element?: z.ZodType;
    readonly valueType?: z.ZodType;
    readonly shape?: Readonly<Record<string, z.ZodType>>;
  };
  if (definition?.innerType) {
    return path.length === 0 && schema?.description ? schema : schemaAt(definition.innerType, path);
  }
  const [key, ...rest] = path;
  if (key === undefined) return schema;
  return schemaAt(definition?.shape?.[String(key)] ?? definition?.element ?? definition?.valueType, rest);
}

function keysOf(schema: z.ZodType | undefined): readonly string[] {
  const definition = schema?.def as unknown as { readonly shape?: object; readonly innerType?: z.ZodType };
  return definition?.innerType ? keysOf(definition.innerType) : Object.keys(definition?.shape ?? {});
}
