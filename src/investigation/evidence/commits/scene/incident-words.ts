import type { Case, CaseSeries } from '../../../case.ts';
import { COMMON_WORDS, DULL_WORDS } from '../text/common-words.ts';
import { buildVocabulary, type Vocabulary } from '../text/vocabulary.ts';
import { wordList } from '../text/word-list.ts';
import { type IncidentText, incidentTexts, isTold } from './incident-text.ts';

/** The words of the incident, numbered and weighted. */
export interface IncidentWords {
  readonly texts: readonly IncidentText[];
  readonly vocabulary: Vocabulary;
  /** The spelling of each word as the incident has it, by number. */
  readonly spellings: readonly string[];
  /** What each word is worth (0 to 1, by number) for a commit that these services carry. */
  weightsFor(services: ReadonlySet<string>): WordWeights;
}

/** Worth of words by number: those that the alert says, and those that programs logged or metrics that moved are called by. */
export interface WordWeights {
  readonly said: Float64Array;
  readonly logged: Float64Array;
}

/** Numbers and weighs the words of the incident; `more` are further words to look for that weigh nothing by themselves, `moved` the metrics that moved. */
export function incidentWords(theCase: Case, more: Iterable<string>, moved: readonly CaseSeries[] = []): IncidentWords {
  const texts = incidentTexts(theCase, moved).flatMap(apartFromLinks);
  const lists = texts.map((text) => ({ text, list: wordList(text.text) }));
  const names = serviceNames(theCase);
  const words = new Set<string>();
  for (const { list } of lists)
    for (const word of [...list.pieces, ...list.identifiers]) if (isWord(word)) words.add(word);
  const vocabulary = buildVocabulary(
    [...words, ...more],
    lists.map(({ list }) => list.pieces),
  );
  const spellings: string[] = [];
  for (const word of words) spellings[vocabulary.numberOf(word)] ??= word;
  const weightsFor = (services: ReadonlySet<string>): WordWeights => {
    const said = new Float64Array(vocabulary.size);
    const logged = new Float64Array(vocabulary.size);
    for (const { text, list } of lists) {
      const weights = isTold(text) ? said : logged;
      const near = text.service === undefined || services.has(text.service) ? 1 : ELSEWHERE;
      for (const word of [...list.pieces, ...list.identifiers]) {
        const number = vocabulary.numberOf(word);
        if (number < 0) continue;
        const weight = text.weight * near * worth(word, names, text.from !== 'person');
        if (weight > (weights[number] ?? 0)) weights[number] = weight;
      }
    }
    return { said, logged };
  };
  return { texts, vocabulary, spellings, weightsFor };
}

/** What the words of another service's logs are worth. */
const ELSEWHERE = 0.5;
/** What the words of a link are worth: it names builders and pages, and much that is the same in every link. */
const LINK = 0.15;
const SERVICE_NAME = 0.25;
const NUMBER = 0.3;
const DULL = 0.3;

function apartFromLinks(text: IncidentText): IncidentText[] {
  const links = text.text.match(/https?:\/\/[^\s<>"]{1,2000}/g) ?? [];
  if (links.length === 0) return [text];
  const rest = text.text.replace(/https?:\/\/[^\s<>"]{1,2000}/g, ' ');
  return [
    { ...text, text: rest },
    { ...text, text: links.join('\n').replace(/%[0-9A-F]{2}/gi, ' '), weight: text.weight * LINK },
  ];
}

function isWord(word: string): boolean {
  if (word.length < 2 || word.length > 80) return false;
  return !(word.length >= 6 && /^[0-9a-f]*[0-9][0-9a-f]*$/.test(word) && /[a-f]/.test(word));
}

function worth(word: string, names: ReadonlySet<string>, dull: boolean): number {
  if (COMMON_WORDS.has(word)) return 0;
  if (names.has(word)) return SERVICE_NAME;
  if (dull && DULL_WORDS.has(word)) return DULL;
  return /^[0-9]+$/.test(word) ? NUMBER : 1;
}

function serviceNames(theCase: Case): Set<string> {
  const services = new Set([theCase.alert.service, ...theCase.deploys.map((deploy) => deploy.service)]);
  for (const edge of theCase.topology ?? []) services.add(edge.from).add(edge.to);
  const words = new Set<string>();
  for (const service of services) {
    const { pieces, identifiers } = wordList(service);
    for (const word of [...pieces, ...identifiers]) words.add(word);
  }
  return words;
}
