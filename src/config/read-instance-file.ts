import { parseDocument } from 'yaml';
import { z } from 'zod';
import { InstanceFile } from './instance-file.ts';
import { type InstanceProblem, instanceProblems } from './instance-problem.ts';

export type InstanceFileOutcome =
  | { readonly kind: 'read'; readonly file: InstanceFile }
  | { readonly kind: 'invalid'; readonly problems: readonly InstanceProblem[] };

const LONGEST_FILE = 1_000_000;
const MOST_ALIASES = 50;

/** Reads the text of the instance's YAML file strictly: an unknown or doubled key is a problem. */
export function readInstanceFile(text: string): InstanceFileOutcome {
  if (text.length > LONGEST_FILE)
    return invalid('is longer than 1 MB', 'Check the path: a file of settings is never that long.');
  const document = parseDocument(text, { uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = error.linePos?.[0] ?? { line: 1, col: 1 };
    return invalid(`is not YAML (${error.code}) at line ${line}, column ${col}`, 'Check the indentation and quotes.');
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {};
  } catch {
    return invalid('repeats too much through aliases', 'Write the values out.');
  }
  const parsed = InstanceFile.safeParse(content);
  if (parsed.success) return { kind: 'read', file: parsed.data };
  return { kind: 'invalid', problems: instanceProblems(parsed.error, hintAt) };
}

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** The description of the deepest key of a path that has one. */
function hintAt(path: readonly PropertyKey[]): string | undefined {
  let node: SchemaNode | undefined = z.toJSONSchema(InstanceFile, { io: 'input' }) as SchemaNode;
  let hint: string | undefined;
  for (const key of path) {
    node = typeof key === 'number' ? node?.items : node?.properties?.[String(key)];
    hint = node?.description ?? hint;
  }
  return hint;
}

function invalid(problem: string, hint: string): InstanceFileOutcome {
  return { kind: 'invalid', problems: [{ path: 'WHATCHANGED_CONFIG', problem, hint }] };
}
