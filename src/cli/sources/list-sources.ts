import { capturedFiles, contractDigest } from './contract-digest.ts';
import { type ContractProof, type ContractState, contractState } from './contract-proof.ts';
import type { PlugInKind } from './plug-in-kinds.ts';

export interface ListedSource {
  readonly kind: PlugInKind['kind'];
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  /** How many payloads are kept that its vendor sends; 0 where there is no checkout to count them in. */
  readonly captured: number;
  readonly contract: ContractState;
}

/** A payload, not the note on where it comes from nor the program that plays the vendor. */
const PAYLOAD = /\.(json|txt|xml|ndjson)$/;

/** Every alert source, deploy source and telemetry reader with what is proven of it. */
export function listSources(
  root: URL,
  kinds: readonly PlugInKind[],
  proofs: readonly ContractProof[],
): readonly ListedSource[] {
  return kinds.flatMap((kind) =>
    kind.plugIns.map(({ id, name, docs }) => ({
      kind: kind.kind,
      id,
      name,
      docs,
      captured: capturedFiles(root, kind.fixtures, id).filter(({ pathname }) => PAYLOAD.test(pathname)).length,
      contract: contractState(
        proofs.find((proof) => proof.kind === kind.kind && proof.id === id),
        contractDigest(root, kind, id),
      ),
    })),
  );
}
