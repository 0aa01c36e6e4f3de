import { code, type Phrase } from '../../../sentence.ts';
import type { IncidentWords } from './incident-words.ts';
import type { WordMatch } from './word-match.ts';

const MOST = 4;

/** The words that made most of a match, for a sentence. Only words of the incident score, so each has a spelling. */
export function quoteWords(match: WordMatch, incident: IncidentWords): Phrase {
  const words = match.words.slice(0, MOST).map(({ word }) => incident.spellings[word]);
  return code(words.join(', '));
}
