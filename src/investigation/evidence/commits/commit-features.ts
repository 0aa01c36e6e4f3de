import { ageClue } from './age-clue.ts';
import { bumpClue, configurationClue, inertClue } from './change-kind.ts';
import { changedWords } from './changed-words.ts';
import type { CommitFeature } from './commit-feature.ts';
import { mechanismClue } from './mechanism-clue.ts';
import { messageWords } from './message-words.ts';
import { relandClue, revertClue } from './second-try.ts';

/** Everything that is looked for in commits. */
export const COMMIT_FEATURES: readonly CommitFeature[] = [
  messageWords,
  changedWords,
  mechanismClue,
  ageClue,
  bumpClue,
  inertClue,
  configurationClue,
  relandClue,
  revertClue,
];
