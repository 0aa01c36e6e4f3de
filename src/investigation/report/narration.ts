/**
 * A summary in words that has passed its gate (src/narrator/gate.ts): plain sentences, each with the evidence that it
 * cites. It stands under the facts and takes part in no decision.
 */
export interface Narration {
  readonly headline?: NarratedSentence;
  readonly points: readonly NarratedSentence[];
  /** What to ask next. */
  readonly questions: readonly NarratedSentence[];
}

export interface NarratedSentence {
  readonly text: string;
  /** Ids of the report's evidence, E1, E2, … */
  readonly evidence: readonly string[];
}
