/** Two lists of line numbers, and for each line whether it has no counterpart on the other side (1) or has one (0). */
export interface LinePair {
  readonly one: Int32Array;
  readonly two: Int32Array;
  readonly changedOne: Uint8Array;
  readonly changedTwo: Uint8Array;
  /** One more than the highest line number. */
  readonly numbers: number;
}

/** A part of both lists: [from1, to1) against [from2, to2). */
export interface LineBox {
  readonly from1: number;
  readonly to1: number;
  readonly from2: number;
  readonly to2: number;
}
