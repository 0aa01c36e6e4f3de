/**
 * A sentence for people, in which every foreign string (a path, a title, a log line) is marked as code.
 * Only code renders foreign text, so nothing that came from outside can become a link, a mention or HTML.
 */
export type Sentence = readonly Phrase[];
export type Phrase = string | { readonly code: string };

/** Marks a string that came from outside. */
export function code(text: string): Phrase {
  return { code: text };
}

/** Builds a sentence: literals are ours, numbers are printed, foreign strings must be wrapped in `code()`. */
export function sentence(literals: TemplateStringsArray, ...values: (number | Phrase | Own)[]): Sentence {
  const phrases: Phrase[] = [];
  literals.forEach((literal, index) => {
    if (literal !== '') phrases.push(literal);
    const value = values[index];
    if (value === undefined) return;
    phrases.push(typeof value === 'number' ? String(value) : value);
  });
  return phrases;
}

/** A string of our own wording, such as a formatted duration. */
type Own = string;

/** The sentence as plain text, for JSON, terminals and logs. */
export function plainText(said: Sentence): string {
  return said.map((phrase) => (typeof phrase === 'string' ? phrase : phrase.code)).join('');
}
