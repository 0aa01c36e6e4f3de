import { ageClue } from './age-clue.ts';
import { bumpClue, configurationClue, inertClue } from './change-kind.ts';
import { loggedInDiff, saidInDiff } from './changed-words.ts';
import type { CommitFeature } from './commit-feature.ts';
import { dependencyClue } from './dependency-clue.ts';
import { frameClue } from './frame-clue.ts';
import { loggedMechanism, saidMechanism } from './mechanism-clue.ts';
import { loggedInMessage, saidInMessage } from './message-words.ts';
import { nestedRepetition } from './nested-repetition.ts';
import { relandClue, revertClue } from './second-try.ts';

/** Everything that is looked for in commits. */
export const COMMIT_FEATURES: readonly CommitFeature[] = [
  saidInMessage,
  saidInDiff,
  saidMechanism,
  loggedInMessage,
  loggedInDiff,
  loggedMechanism,
  frameClue,
  dependencyClue,
  nestedRepetition,
  ageClue,
  bumpClue,
  inertClue,
  configurationClue,
  relandClue,
  revertClue,
];
