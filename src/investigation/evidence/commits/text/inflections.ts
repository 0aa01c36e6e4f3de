const ENDINGS = ['ings', 'ing', 'ies', 'ied', 'ers', 'ed', 'es', 'er', 's', 'e', 'y'];
const SPELLINGS = ['', 'e', 's', 'es', 'ed', 'ing', 'er', 'ers', 'y', 'ies', 'ied'];

/**
 * The common spellings of an English word, itself first: a log line says `rejected`, the constant is called `reject`.
 * Short words, numbers and identifiers stay as they are.
 */
export function inflections(word: string): string[] {
  if (word.length < 4 || !/^[a-z]+$/.test(word) || word.endsWith('ss')) return [word];
  const ending = ENDINGS.find((some) => word.endsWith(some) && word.length - some.length >= (some.length > 1 ? 4 : 3));
  const stem = word.slice(0, word.length - (ending?.length ?? 0));
  const last = stem.at(-1) ?? '';
  const single = stem.at(-2) === last && ending !== undefined ? [stem.slice(0, -1)] : [];
  const doubled = ['ed', 'ing', 'er'].map((some) => stem + last + some);
  return [...new Set([word, ...SPELLINGS.map((some) => stem + some), ...doubled, ...single])];
}
