import { ageClue, newestClue } from './age-clue.ts';
import { blockingStatement } from './blocking-statement.ts';
import { addingClue, bumpClue, configurationClue, inertClue, migrationClue, observingClue } from './change-kind.ts';
import { loggedInDiff, saidInDiff } from './changed-words.ts';
import type { CommitFeature } from './commit-feature.ts';
import { ignoredClue, mergeClue, movedClue } from './commit-markers.ts';
import { dependencyClue } from './dependency-clue.ts';
import { fileClue } from './file-clue.ts';
import { frameClue } from './frame-clue.ts';
import { introducedName } from './introduced-name.ts';
import { limitRaised } from './limit-raised.ts';
import { loggedMechanism, saidMechanism } from './mechanism-clue.ts';
import { loggedInMessage, saidInMessage } from './message-words.ts';
import { namedClue } from './named-clue.ts';
import { nestedRepetition } from './nested-repetition.ts';
import { numberClue } from './number-clue.ts';
import { quotedText } from './quoted-text.ts';
import { relandClue, revertClue, vanishedFix } from './second-try.ts';
import { takingClue, unifyingClue } from './wide-change.ts';

/** Everything that is looked for in commits. */
export const COMMIT_FEATURES: readonly CommitFeature[] = [
  saidInMessage,
  saidInDiff,
  saidMechanism,
  loggedInMessage,
  loggedInDiff,
  loggedMechanism,
  frameClue,
  fileClue,
  namedClue,
  introducedName,
  numberClue,
  limitRaised,
  quotedText,
  dependencyClue,
  nestedRepetition,
  blockingStatement,
  ageClue,
  newestClue,
  bumpClue,
  inertClue,
  observingClue,
  addingClue,
  configurationClue,
  migrationClue,
  unifyingClue,
  takingClue,
  relandClue,
  revertClue,
  vanishedFix,
  mergeClue,
  ignoredClue,
  movedClue,
];
