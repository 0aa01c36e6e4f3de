const K1 = 1.2;
const B = 0.75;

/** Words of a text: identifiers whole and split at case, digits and underscores, in lower case. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const whole of text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []) {
    words.push(whole.toLowerCase());
    const parts = whole.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
    if (parts.length > 1) words.push(...parts.map((part) => part.toLowerCase()));
  }
  return words;
}

/** Okapi BM25 of a query against documents, with document frequencies over a collection (Robertson and Zaragoza, 2009). */
export class WordRanking {
  readonly #frequency = new Map<string, number>();
  readonly #documents: number;
  readonly #averageLength: number;

  constructor(collection: readonly string[]) {
    let words = 0;
    for (const text of collection) {
      const own = wordsOf(text);
      words += own.length;
      for (const word of new Set(own)) this.#frequency.set(word, (this.#frequency.get(word) ?? 0) + 1);
    }
    this.#documents = collection.length;
    this.#averageLength = Math.max(1, words / Math.max(1, collection.length));
  }

  /** The rarity of a word, ln of the inverse document frequency. */
  rarity(word: string): number {
    const holders = this.#frequency.get(word) ?? 0;
    return Math.log(1 + (this.#documents - holders + 0.5) / (holders + 0.5));
  }

  score(query: ReadonlySet<string>, text: string): number {
    const words = wordsOf(text);
    const counts = new Map<string, number>();
    for (const word of words) if (query.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const norm = K1 * (1 - B + (B * words.length) / this.#averageLength);
    let score = 0;
    for (const [word, count] of counts) score += (this.rarity(word) * count * (K1 + 1)) / (count + norm);
    return score;
  }
}
