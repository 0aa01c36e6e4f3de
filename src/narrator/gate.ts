import type { NarratedSentence, Narration } from '../investigation/report/narration.ts';
import type { NarratorMaterial } from './narrator-material.ts';

const LONGEST = 240;
const LONGEST_HEADLINE = 120;
const MOST_POINTS = 5;
const MOST_QUESTIONS = 2;

/** Letters, digits and the signs of ordinary prose: no URL, mention, reference, HTML, backtick or other script fits in. */
const PROSE = /^[A-Za-z0-9 ,.;:'()%/_?-]+$/;
/** Schemes, domains, commands and words that claim more than evidence can. */
const NEVER =
  /:\/\/|\bwww\.|\/whatchanged|\bcaused by\b|\b(?:root cause|certainly|definitely)\b|\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?) +(?:#|GH-|PR )/i;

/**
 * Lets through of a model's answer what can be checked: each sentence must cite evidence that exists, and every number,
 * SHA, path and identifier in it must occur in the evidence that it cites or in the facts of the report. The rest is
 * dropped sentence by sentence; undefined where nothing is left that says anything.
 */
export function gate(answer: Narration, material: NarratorMaterial): Narration | undefined {
  const passes = (longest: number) => (sentence: NarratedSentence) => isBacked(sentence, material, longest);
  const headline = (answer.headline === undefined ? [] : [answer.headline]).filter(passes(LONGEST_HEADLINE))[0];
  const points = answer.points.slice(0, MOST_POINTS).filter(passes(LONGEST));
  const questions = answer.questions.slice(0, MOST_QUESTIONS).filter(passes(LONGEST));
  if (points.length === 0 && headline === undefined) return undefined;
  return {
    ...(headline === undefined ? {} : { headline: cleaned(headline) }),
    points: points.map(cleaned),
    questions: questions.map(cleaned),
  };
}

function cleaned({ text, evidence }: NarratedSentence): NarratedSentence {
  // A question mark is the one sign of prose that the report's own check does not need to know.
  return { text: text.trim().replace(/\?+$/, ''), evidence: [...new Set(evidence)].slice(0, 6) };
}

function isBacked({ text, evidence }: NarratedSentence, material: NarratorMaterial, longest: number): boolean {
  const words = text.trim();
  if (words === '' || words.length > longest || !PROSE.test(words) || NEVER.test(words)) return false;
  const cited = material.evidence.filter(({ id }) => evidence.includes(id));
  if (cited.length === 0 || cited.length !== new Set(evidence).size) return false;
  const backing = new Set([...cited.flatMap(({ says }) => tokens(says)), ...facts(material)]);
  return tokens(words)
    .filter(needsBacking)
    .every((token) => backing.has(token));
}

/** What the report says whatever is cited: names, times and probabilities. */
function facts({
  service,
  environment,
  symptom,
  onset,
  noDeployPercent,
  suspects,
  evidence,
}: NarratorMaterial): readonly string[] {
  const texts = [
    service,
    environment,
    symptom,
    clock(onset),
    `${noDeployPercent}`,
    ...suspects.flatMap(({ name, percent, live }) => [name, `${percent}`, clock(live)]),
    ...evidence.map(({ id }) => id),
    'UTC PR',
  ];
  return texts.flatMap(tokens);
}

function clock(iso: string): string {
  return iso.slice(11, 16);
}

/** Words with what is inside them; punctuation at their ends is prose. */
function tokens(text: string): readonly string[] {
  return text
    .split(/[\s,;()'%?#]+/)
    .map((word) => word.replace(/^[.:/-]+|[.:/-]+$/g, ''))
    .filter((word) => word !== '');
}

/** Everything but an ordinary word: digits, signs inside, capitals after the first letter, or a length no word has. */
function needsBacking(token: string): boolean {
  if (token.length > 20) return true;
  return !/^[A-Za-z][a-z]*(?:-[a-z]+)?$/.test(token);
}
