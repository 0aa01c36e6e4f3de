/** Nats for a value of 1 of each feature of a commit. */
export const COMMIT_WEIGHTS: Readonly<Record<string, number>> = {
  'message-words': 1.4,
  'changed-words': 1.1,
  mechanism: 0.8,
  age: 1.1,
  bump: -0.8,
  'inert-files': -0.3,
  configuration: 0.5,
  reland: 0.5,
  revert: -0.6,
};
