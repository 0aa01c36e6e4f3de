/** Raised whenever the clues, their weights or the bands change, so that an old report tells which rules spoke. */
export const RULES_VERSION = '5';
