import { growth, type SignatureRows } from './log-signatures.ts';

/** A signature of trouble that began or grew, and how much of all such trouble it is. */
export interface FreshSignature {
  readonly signature: SignatureRows;
  /** 0 to 1: how much more frequent it became. */
  readonly growth: number;
  /** 0 to 1: its part of all lines that came on top. Levels count: a warning is half an error. */
  readonly share: number;
}

/** Fewer lines than this after the reference time are chance. */
const FEWEST = 2;

/** The errors and warnings that are new or grew. */
export function freshSignatures(signatures: readonly SignatureRows[]): FreshSignature[] {
  const fresh = signatures.filter(
    (signature) => signature.level !== 'other' && signature.after >= FEWEST && growth(signature) > LEAST_GROWTH,
  );
  const volume = (signature: SignatureRows): number =>
    Math.log1p(signature.after) * growth(signature) * (signature.level === 'error' ? 1 : 0.5);
  const total = fresh.reduce((sum, signature) => sum + volume(signature), 0);
  return fresh.map((signature) => ({
    signature,
    growth: growth(signature),
    share: volume(signature) / total,
  }));
}

const LEAST_GROWTH = 0.2;
