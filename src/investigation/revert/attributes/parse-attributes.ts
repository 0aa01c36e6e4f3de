/** An attribute's state on a path: set, unset, back to unspecified, or a value. */
export type AttributeState = boolean | 'unspecified' | { readonly value: string };

export interface AttributeLine {
  /** Empty for a line that defines a macro. */
  readonly pattern: string;
  /** The name that such a line defines. */
  readonly macro?: string;
  readonly states: readonly (readonly [name: string, state: AttributeState])[];
}

/** Reads a .gitattributes file (gitattributes(5), Git 2.39). Lines that git would not accept are passed over. */
export function parseAttributes(text: string): AttributeLine[] {
  return text.split('\n').flatMap((line) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(trimmed);
    const [first = '', ...words] = trimmed.slice(quoted?.[0].length ?? 0).split(/\s+/);
    const head = quoted?.[1] ?? first;
    const states = words.map(stateOf);
    if (quoted === null && head.startsWith('[attr]'))
      return [{ pattern: '', macro: head.slice('[attr]'.length), states }];
    const pattern = quoted === null ? head : head.replace(/\\(["\\])/g, '$1');
    return pattern.startsWith('!') || pattern.endsWith('/') ? [] : [{ pattern, states }];
  });
}

function stateOf(word: string): readonly [string, AttributeState] {
  if (word.startsWith('-')) return [word.slice(1), false];
  if (word.startsWith('!')) return [word.slice(1), 'unspecified'];
  const equals = word.indexOf('=');
  return equals < 0 ? [word, true] : [word.slice(0, equals), { value: word.slice(equals + 1) }];
}
