const WORD = /[A-Za-z_][A-Za-z0-9_]*(?:[-.][A-Za-z0-9_]+)*/g;
const PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g;
const LONGEST_WORD = 80;

/**
 * The words of a text, in lower case: every identifier whole and, where it has several, its parts
 * (`fetchOrderById` gives `fetchorderbyid`, `fetch`, `order`, `by`, `id`). Single characters are left out.
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [whole] of text.matchAll(WORD)) {
    if (whole.length > LONGEST_WORD) continue;
    const parts = whole.match(PART) ?? [];
    if (parts.length > 1) words.push(whole.toLowerCase());
    for (const part of parts) if (part.length > 1) words.push(part.toLowerCase());
  }
  return words;
}
