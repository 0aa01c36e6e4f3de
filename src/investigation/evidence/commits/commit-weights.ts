/** Nats for a value of 1 of each feature of a commit. */
export const COMMIT_WEIGHTS: Readonly<Record<string, number>> = {
  'said-in-message': 1.7,
  'said-in-diff': 1.4,
  'said-mechanism': 0.2,
  'logged-in-message': 0.3,
  'logged-in-diff': 1.4,
  'logged-mechanism': 1.4,
  'stack-frame': 2,
  dependency: 1.5,
  'nested-repetition': 3.5,
  age: 1.1,
  bump: -0.8,
  'inert-files': -0.3,
  configuration: 0.3,
  reland: 0.5,
  revert: -0.6,
};
