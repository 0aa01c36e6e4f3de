/** The answers of a set: case id to what was really to blame. */
export type Truth = ReadonlyMap<string, TrueAnswer>;

export interface TrueAnswer {
  /** Null where no deploy and no commit of the case is to blame; a key may be null where the set does not say. */
  readonly culprit: { readonly deploy: string | null; readonly commit: string | null } | null;
  /** RFC 3339; null where not known. */
  readonly onset: string | null;
  readonly set: string;
  /** The case that this one was made from. Only for splitting into folds. */
  readonly pair: string | null;
}

/** Reads a truth file from parsed JSON. Throws where an entry has no `culprit` key or the file is not an object. */
export function readTruth(json: unknown): Truth {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new Error('the truth file: expected one JSON object, case id to answer');
  }
  return new Map(Object.entries(json).map(([id, entry]) => [id, readEntry(id, entry)]));
}

function readEntry(id: string, entry: unknown): TrueAnswer {
  const told = (entry ?? {}) as Record<string, unknown>;
  const { culprit } = told;
  if (typeof culprit !== 'object') throw new Error(`the truth of ${id}: expected "culprit" to be an object or null`);
  const named = culprit as Record<string, unknown> | null;
  return {
    culprit: named === null ? null : { deploy: textOf(named.deploy), commit: textOf(named.commit) },
    onset: textOf(told.onset),
    set: textOf(told.set) ?? 'cases',
    pair: textOf(told.pair),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
