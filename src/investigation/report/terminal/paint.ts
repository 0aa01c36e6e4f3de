/** What a stretch of text is, for whoever colours it. */
export type Ink = 'plain' | 'bold' | 'dim' | 'code' | 'heading' | 'good' | 'bad' | 'unsure';

/** Colours text for one terminal; a pipe gets it as it is. */
export interface Paint {
  (ink: Ink, words: string): string;
  /** Text that opens `url` where the terminal can do that. */
  link(words: string, url: string): string;
}

export const NO_PAINT: Paint = Object.assign((_: Ink, words: string) => words, { link: (words: string) => words });
