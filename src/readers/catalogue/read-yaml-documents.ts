import { parseAllDocuments } from 'yaml';

const LONGEST_TEXT = 256 * 1024;
const MOST_DOCUMENTS = 200;

/** The documents of a catalogue file as data; aliases are not resolved, and what is no YAML is left out. */
export function readYamlDocuments(text: string): readonly unknown[] {
  if (text.length > LONGEST_TEXT) return [];
  const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.slice(0, MOST_DOCUMENTS).flatMap((document) => {
    if (document.errors.length > 0) return [];
    try {
      return [document.toJS({ maxAliasCount: 0 })];
    } catch {
      return [];
    }
  });
}
