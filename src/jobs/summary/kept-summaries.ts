import { keptDocument } from '../kept-document.ts';

/** How far a repository is summed up. */
export interface KeptSummary {
  /** The last week that was looked at, whether there was anything to tell of it or not. */
  readonly week: string;
  /** The natural key of the last issue, which the next one closes. */
  readonly issue?: string;
}

const summaries = keptDocument<number, KeptSummary>('summary');

/** Of a repository, by its id; undefined where no week was ever looked at. */
export const keptSummary = summaries.read;

/** Remembers it; see `keptSummary`. */
export const saveSummary = summaries.keep;
