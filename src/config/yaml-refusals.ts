import { type Document, isAlias, isNode, isPair, isScalar, type LineCounter, type Node, visit } from 'yaml';
import type { ConfigurationProblem } from './repository-configuration.ts';

const DEEPEST = 40;
const STRUCTURE_HINT = 'Write the value out: anchors, aliases and tags are not read.';

/**
 * The parts of YAML that a configuration may not use: aliases (a few lines can stand for gigabytes), anchors, tags,
 * very deep nesting, and keys that are no plain names. `readable` is false where the rest must not be looked at.
 */
export function yamlRefusals(
  document: Document,
  lines: LineCounter,
): { readonly problems: readonly ConfigurationProblem[]; readonly readable: boolean } {
  const problems: ConfigurationProblem[] = [];
  const refuse = (node: Node, problem: string, hint: string) => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    problems.push({ line, column: col, path: '', problem, hint });
  };
  let readable = true;
  visit(document, (_key, node, ancestors) => {
    if (ancestors.length > DEEPEST) {
      if (isNode(node)) refuse(node, 'nested too deeply', 'A configuration has at most six levels.');
      readable = false;
      return visit.BREAK;
    }
    if (isPair(node)) {
      const { key } = node;
      if (isScalar(key) && key.value !== '__proto__') return undefined;
      readable = false;
      if (isNode(key)) refuse(key, 'is not a name that a key may have', 'Use a plain text as the key.');
      return undefined;
    }
    if (!isNode(node)) return undefined;
    if (isAlias(node)) {
      readable = false;
      refuse(node, `the alias *${node.source.slice(0, 40)} is not allowed`, STRUCTURE_HINT);
      return undefined;
    }
    if (
      node.tag?.startsWith('!') ||
      /^tag:(?!yaml\.org,2002:(str|map|seq|bool|int|float|null)$)/.test(node.tag ?? '')
    ) {
      refuse(node, `the tag ${String(node.tag).slice(0, 60)} is not allowed`, STRUCTURE_HINT);
    }
    if ('anchor' in node && typeof node.anchor === 'string') {
      refuse(node, `the anchor &${node.anchor.slice(0, 40)} is not allowed`, STRUCTURE_HINT);
    }
    return undefined;
  });
  return { problems, readable };
}
