import type { Sentence } from '../../sentence.ts';
import { shownTemplate } from './shown-template.ts';

/** How the sentences of evidence begin that end in a template of a log line. */
const LEADS_TO_LOG = /(?:its logs hold new lines|new log lines speak of [^:]*|started): $/;

/** The sentence with the log templates in it as the report may show them; every other phrase stays as it is. */
export function maskLogPhrases(says: Sentence): Sentence {
  return says.map((phrase, index) => {
    const before = says[index - 1];
    if (typeof phrase === 'string' || typeof before !== 'string' || !LEADS_TO_LOG.test(before)) return phrase;
    return { ...phrase, code: shownTemplate(phrase.code) };
  });
}
