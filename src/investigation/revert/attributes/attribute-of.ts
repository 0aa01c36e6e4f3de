import { nameOf } from '../objects/path-parts.ts';
import { globMatch } from './glob-match.ts';
import type { AttributeLine, AttributeState } from './parse-attributes.ts';

/** The lines of one .gitattributes file and the folder that it is in. */
export interface AttributeFile {
  readonly folder: string;
  readonly lines: readonly AttributeLine[];
}

const BUILT_IN: AttributeLine = {
  pattern: '',
  macro: 'binary',
  states: [
    ['diff', false],
    ['merge', false],
    ['text', false],
  ],
};

/**
 * The state of an attribute on a path. `files` go from the root down to the path's own folder: a deeper file and a
 * later line win, and a macro that is set sets what it stands for.
 */
export function attributeOf(files: readonly AttributeFile[], path: string, attribute: string): AttributeState {
  const macros = new Map<string, AttributeLine>();
  for (const line of [BUILT_IN, ...files.flatMap(({ lines }) => lines)]) {
    if (line.macro !== undefined) macros.set(line.macro, line);
  }
  const known = new Map<string, AttributeState>();
  const fill = (states: AttributeLine['states']) => {
    for (const [name, state] of [...states].reverse()) {
      if (known.has(name)) continue;
      known.set(name, state);
      const macro = macros.get(name);
      if (state === true && macro !== undefined) fill(macro.states);
    }
  };
  for (const { folder, lines } of [...files].reverse()) {
    for (const line of [...lines].reverse()) {
      if (line.macro === undefined && applies(line.pattern, folder, path)) fill(line.states);
    }
  }
  return known.get(attribute) ?? 'unspecified';
}

function applies(pattern: string, folder: string, path: string): boolean {
  const below = folder === '' ? path : path.slice(folder.length + 1);
  if (!pattern.includes('/')) return globMatch(pattern, nameOf(path));
  return globMatch(pattern.startsWith('/') ? pattern.slice(1) : pattern, below);
}
