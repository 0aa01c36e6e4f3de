import type { EpochMs } from './time.ts';

/** One shape, read from JSON and written to it: the document's table is kept once for both directions. */
export interface Codec<T> {
  /** Throws a CaseProblem where the value is not of this shape. */
  read(value: unknown): T;
  write(value: T): unknown;
}

/** A codec of a key that may be missing (or null, which means the same). */
interface OptionalCodec<T> extends Codec<T> {
  readonly optional: true;
}

type FieldsOf<T> = {
  readonly [K in keyof T]-?: undefined extends T[K] ? OptionalCodec<Exclude<T[K], undefined>> : Codec<T[K]>;
};

/** A document that is not a case: where in it, what was found there and what belongs there. */
export class CaseProblem extends Error {
  override readonly name = 'CaseProblem';
  readonly path: string;
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the case' : path}: ${problem}`);
    this.path = path;
    this.problem = problem;
  }

  /** The same problem, seen from one level further out. */
  within(step: string): CaseProblem {
    const glue = this.path === '' || this.path.startsWith('[') ? '' : '.';
    return new CaseProblem(`${step}${glue}${this.path}`, this.problem);
  }
}

function found(value: unknown): string {
  if (value === undefined) return 'it is missing';
  if (value === null) return 'found null';
  if (Array.isArray(value)) return 'found an array';
  if (typeof value === 'object') return 'found an object';
  const shown = JSON.stringify(value) ?? typeof value;
  return `found ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`;
}

function refuse(wanted: string, value: unknown): never {
  throw new CaseProblem('', `expected ${wanted}, but ${found(value)}`);
}

function inside<T>(step: string, read: () => T): T {
  try {
    return read();
  } catch (problem) {
    throw problem instanceof CaseProblem ? problem.within(step) : problem;
  }
}

const asIs = <T>(value: T): unknown => value;

/** A string; a number stands for its digits, because some vendors' ids are numbers. */
export const text: Codec<string> = {
  read: (value) =>
    typeof value === 'string' ? value : typeof value === 'number' ? String(value) : refuse('a string', value),
  write: asIs,
};

/** A finite number. */
export const number: Codec<number> = {
  read: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : refuse('a number', value)),
  write: asIs,
};

/** Whether something is so. */
export const flag: Codec<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : refuse('true or false', value)),
  write: asIs,
};

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** An RFC 3339 moment, as milliseconds since the epoch. */
export const time: Codec<EpochMs> = {
  read: (value) => {
    const at = typeof value === 'string' && RFC_3339.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(at) ? refuse('a time such as 2023-04-13T15:19:00Z', value) : at;
  },
  write: (at) => new Date(at).toISOString().replace('.000Z', 'Z'),
};

/** One of a closed list. A word outside it is read as "not known", so that the format can grow. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Codec<Word> {
  const known = new Set<unknown>(words);
  return {
    read: (value) =>
      known.has(value) ? (value as Word) : typeof value === 'string' ? UNKNOWN_WORD : refuse('a string', value),
    write: asIs,
  };
}

/** Stands for a word outside a closed list until `object` leaves its key out. */
const UNKNOWN_WORD = undefined as never;

/** Exactly this value. */
export function keep(wanted: string): Codec<string> {
  return {
    read: (value) => (value === wanted ? wanted : refuse(`"${wanted}"`, value)),
    write: asIs,
  };
}

/** A map of strings; numbers and booleans become their text, nulls are left out. */
export const textMap: Codec<Readonly<Record<string, string>>> = {
  read: (value) => {
    const map: Record<string, string> = {};
    for (const [key, entry] of Object.entries(plainObject(value))) {
      if (entry === null || entry === undefined) continue;
      if (typeof entry !== 'string' && typeof entry !== 'number' && typeof entry !== 'boolean') {
        throw new CaseProblem(key, `expected a string, but ${found(entry)}`);
      }
      Object.defineProperty(map, key, { value: String(entry), enumerable: true, writable: true, configurable: true });
    }
    return map;
  },
  write: asIs,
};

/** The points of a series, `[unix seconds, value]`; a point without a value (null) is a missing point. */
export const points: Codec<readonly (readonly [number, number])[]> = {
  read: (value) => {
    if (!Array.isArray(value)) return refuse('an array', value);
    const read: (readonly [number, number])[] = [];
    for (let index = 0; index < value.length; index++) {
      const point: unknown = value[index];
      if (!Array.isArray(point) || typeof point[0] !== 'number') {
        throw new CaseProblem(`[${index}]`, `expected [unix seconds, value], but ${found(point)}`);
      }
      if (typeof point[1] === 'number')
        read.push(point.length === 2 ? (point as [number, number]) : [point[0], point[1]]);
      else if (point[1] !== null) throw new CaseProblem(`[${index}][1]`, `expected a number, but ${found(point[1])}`);
    }
    return read;
  },
  write: asIs,
};

/** The same shape under a key that may be missing. */
export function optional<T>(codec: Codec<T>): OptionalCodec<T> {
  return { ...codec, optional: true };
}

/** A list of one shape. */
export function array<T>(codec: Codec<T>): Codec<readonly T[]> {
  return {
    read: (value) => {
      if (!Array.isArray(value)) return refuse('an array', value);
      return value.map((entry, index) => inside(`[${index}]`, () => codec.read(entry)));
    },
    write: (values) => values.map((entry) => codec.write(entry)),
  };
}

/** An object with these keys; others are ignored. */
export function object<T extends object>(fields: FieldsOf<T>): Codec<T> {
  const entries = Object.entries(fields) as [string, Codec<unknown> & { optional?: true }][];
  return {
    read: (value) => {
      const source = plainObject(value);
      const read: Record<string, unknown> = {};
      for (const [key, codec] of entries) {
        const entry = Object.hasOwn(source, key) ? source[key] : undefined;
        if (codec.optional && (entry === undefined || entry === null)) continue;
        const result = inside(key, () => codec.read(entry));
        if (result !== undefined) read[key] = result;
      }
      return read as T;
    },
    write: (value) => {
      const written: Record<string, unknown> = {};
      for (const [key, codec] of entries) {
        const entry = (value as Record<string, unknown>)[key];
        if (entry !== undefined) written[key] = codec.write(entry);
      }
      return written;
    },
  };
}

function plainObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : refuse('an object', value);
}
