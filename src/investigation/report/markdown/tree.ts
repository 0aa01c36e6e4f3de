import type { Phrase, Sentence } from '../../sentence.ts';

/**
 * The Markdown that we can write, as a tree. Only `code` and `codeBlock` take a foreign string, and no other node can
 * hold one: `say` refuses plain strings at compile time, so foreign text never becomes a link, a mention or HTML.
 */
export type Inline =
  | { readonly kind: 'text'; readonly own: string }
  | { readonly kind: 'code'; readonly foreign: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: OwnUrl }
  | { readonly kind: 'strong' | 'emphasis'; readonly content: readonly Inline[] };

export type Line = readonly Inline[];

export type Block =
  | { readonly kind: 'paragraph' | 'small'; readonly lines: readonly Line[] }
  | { readonly kind: 'heading'; readonly content: Line }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly head: readonly Line[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: 'fence'; readonly foreign: string }
  | { readonly kind: 'mermaid'; readonly source: MermaidSource }
  | { readonly kind: 'image'; readonly alt: Own; readonly url: OwnUrl }
  | { readonly kind: 'details'; readonly summary: Line; readonly blocks: readonly Block[] }
  | { readonly kind: 'comment'; readonly json: unknown };

export interface ListItem {
  readonly content: Line;
  /** An empty checkbox before it, so that responders can mark what they did. */
  readonly task?: boolean;
  /** Lines to copy, shown as a block of their own. */
  readonly command?: string;
}

/** A string of our own making: a formatted time, number or name of a state. */
export type Own = string & { readonly ownText: true };
/** A link's target, built by `repository-links.ts` and `chart-image.ts` only. */
export type OwnUrl = string & { readonly ownUrl: true };

/** A diagram by a strict generator, such as `xychart.ts`: it is printed whole, as half of one is an error box. */
export type MermaidSource = string & { readonly mermaidSource: true };

/** Declares a literal, or what our own formatter made, as ours. */
export function own(literal: string): Own {
  return literal as Own;
}

/** Text of our own. */
export function text(words: Own): Inline {
  return { kind: 'text', own: words };
}

/** A foreign string inside a sentence. */
export function code(foreign: string): Inline {
  return { kind: 'code', foreign };
}

/** Foreign lines as a block of their own. */
export function codeBlock(foreign: string): Block {
  return { kind: 'fence', foreign };
}

export function strong(content: Line): Inline {
  return { kind: 'strong', content };
}

export function paragraph(...lines: readonly Line[]): Block {
  return { kind: 'paragraph', lines };
}

export function heading(words: TemplateStringsArray): Block {
  return { kind: 'heading', content: say(words) };
}

/** A sentence in which every literal is ours; values are numbers, our own strings, nodes, or lines of nodes. */
export function say(literals: TemplateStringsArray, ...values: readonly (number | Own | Inline | Line)[]): Line {
  return literals.flatMap((literal, index) => {
    const value = values[index];
    const before: Inline[] = literal === '' ? [] : [text(own(literal))];
    return value === undefined ? before : [...before, ...nodes(value)];
  });
}

function nodes(value: number | Own | Inline | Line): Line {
  if (typeof value === 'number') return [text(own(String(value)))];
  if (typeof value === 'string') return [text(value)];
  return 'kind' in value ? [value] : value;
}

/** A clue's own sentence as nodes: its marked phrases become code. */
export function spoken(sentence: Sentence): Line {
  return sentence.map((phrase: Phrase) => (typeof phrase === 'string' ? text(own(phrase)) : code(phrase.code)));
}

/** Lines joined by a separator of our own, such as `, `. */
export function joined(lines: readonly Line[], separator: Own): Line {
  return lines.flatMap((line, index) => (index === 0 ? line : [text(separator), ...line]));
}
