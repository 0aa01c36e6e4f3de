import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PlugInKind } from './plug-in-kinds.ts';

const IMPORTED = /\b(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+\.ts)'/g;

/**
 * The SHA-256 of what a plug-in's contract was proven on: its file with every file of ours that it imports, its captured
 * payloads, and the suites. `root` ends with a slash. Undefined where the sources are not there.
 */
export function contractDigest(root: URL, { folder, fixtures, suites }: PlugInKind, id: string): string | undefined {
  const file = new URL(`${folder}/${id}.ts`, root);
  const suiteFiles = suites.map((suite) => new URL(suite, root));
  if (![file, ...suiteFiles].every((one) => existsSync(one))) return undefined;
  const files = [...closure(file), ...capturedFiles(root, fixtures, id), ...suiteFiles].sort((a, b) =>
    a.href < b.href ? -1 : 1,
  );
  const hash = createHash('sha256');
  for (const one of files)
    hash
      .update(`${one.href.slice(root.href.length)}\0`)
      .update(readFileSync(one))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
}

/** The files that were captured for a plug-in, at any depth; the note on where they come from counts too. */
export function capturedFiles(root: URL, fixtures: string, id: string): readonly URL[] {
  const folder = new URL(`${fixtures}/${id}/`, root);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => pathToFileURL(join(entry.parentPath, entry.name)));
}

function closure(file: URL): readonly URL[] {
  const seen = new Map([[file.href, file]]);
  for (const one of seen.values()) {
    for (const [, path = ''] of readFileSync(one, 'utf8').matchAll(IMPORTED)) {
      const imported = new URL(path, one);
      if (existsSync(imported)) seen.set(imported.href, imported);
    }
  }
  return [...seen.values()];
}
