import type { Thumbs } from '../../investigation/commands/weigh-reactions.ts';
import type { EpochMs } from '../../investigation/time.ts';
import { keptDocument } from '../kept-document.ts';

/** The thumbs on an incident's issue and comments as they were last read. */
export interface KeptThumbs {
  readonly at: EpochMs;
  /** Of people who may write, on a report that named one change: each is behind a label. */
  readonly counted: Thumbs;
  /** Of everybody else, and on reports that named several changes. */
  readonly others: Thumbs;
}

const thumbs = keptDocument<string, KeptThumbs>('thumbs');

/** Of an incident, by its id; undefined where they were never read. */
export const keptThumbs = thumbs.read;

/** Remembers them; see `keptThumbs`. */
export const saveThumbs = thumbs.keep;
