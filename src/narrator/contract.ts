import type { NarratorAnswer } from './narrator-answer.ts';
import type { NarratorMaterial } from './narrator-material.ts';

/**
 * What came of asking: an answer that must still pass the gate, or why there is none. Asking never throws: a report
 * without a summary is whole.
 */
export type Narrated =
  | { readonly kind: 'answered'; readonly answer: NarratorAnswer }
  | { readonly kind: 'silent'; readonly reason: SilentReason };

/** `refused`: the model would not; `cut`: the answer was too long; `nonsense`: not what was asked for; `unreachable`: no answer in time. */
export type SilentReason = 'refused' | 'cut' | 'nonsense' | 'overloaded' | 'unreachable';

/** Words a report, by whatever model. */
export type Narrator = (material: NarratorMaterial, signal?: AbortSignal) => Promise<Narrated>;
