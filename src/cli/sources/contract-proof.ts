/** What `scripts/prove-contracts.ts` saw when it ran a contract suite: the tests that bear a plug-in's id. */
export interface ContractProof {
  readonly kind: string;
  readonly id: string;
  readonly passed: number;
  readonly failed: number;
  /** Of the plug-in's file with all that it imports, its captured payloads and the suite, as they were then. */
  readonly digest: string;
}

/**
 * `passed`: every test of the suite for this plug-in passed, on these very files. `stale`: it did, and something
 * changed since. `unproven`: the suite was never run for it.
 */
export type ContractState = 'passed' | 'failed' | 'stale' | 'unproven';

/** `digest` is what the files are now; undefined where there are no sources, as in an installed package. */
export function contractState(proof: ContractProof | undefined, digest: string | undefined): ContractState {
  if (proof === undefined || proof.passed + proof.failed === 0) return 'unproven';
  if (digest !== undefined && digest !== proof.digest) return 'stale';
  return proof.failed === 0 ? 'passed' : 'failed';
}
