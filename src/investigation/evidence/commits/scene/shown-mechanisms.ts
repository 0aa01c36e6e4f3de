import type { Vocabulary } from '../text/vocabulary.ts';
import { type IncidentText, isTold } from './incident-text.ts';
import type { IncidentWords } from './incident-words.ts';
import { MECHANISMS } from './mechanisms.ts';

/** Whose words are looked at: the alert's own, or what programs logged and how metrics that moved are called. */
export type Speaker = 'alert' | 'system';

/** A mechanism of which the incident speaks. */
export interface ShownMechanism {
  readonly name: string;
  /** 0 to 1: how much the incident's texts speak of it. */
  readonly strength: number;
  /** The words that a change touches that brings it about, by number, with one spelling each. */
  readonly words: ReadonlyMap<number, string>;
}

/** What another service logged counts only this much. */
const ELSEWHERE = 0.5;
/** A symptom that is only faintly there is none. */
const FAINTEST = 0.1;

/** The texts of the speaker, with the words of their long names apart: an exception is called in one word, and speaks of a division by zero. */
export function spokenTexts({ texts }: IncidentWords, speaker: Speaker): IncidentText[] {
  return texts.filter((text) => isTold(text) === (speaker === 'alert')).map(withNamesApart);
}

/** The mechanisms of which these texts tell, as they matter for a commit of these services. */
export function shownMechanisms(
  texts: readonly IncidentText[],
  vocabulary: Vocabulary,
  services: ReadonlySet<string>,
): ShownMechanism[] {
  return MECHANISMS.flatMap((mechanism): ShownMechanism[] => {
    let strength = 0;
    for (const text of texts) {
      // What writes logs has been built.
      if (mechanism.beforeItRuns && !isTold(text)) continue;
      const near = text.service === undefined || services.has(text.service) ? 1 : ELSEWHERE;
      if (text.weight * near > strength && mechanism.symptom.test(text.text)) strength = text.weight * near;
    }
    if (strength <= FAINTEST) return [];
    const words = new Map<number, string>();
    for (const word of mechanism.touches) {
      const number = vocabulary.numberOf(word);
      if (!words.has(number)) words.set(number, word);
    }
    return [{ name: mechanism.name, strength, words }];
  });
}

function withNamesApart(text: IncidentText): IncidentText {
  const names = (text.text.match(/[A-Za-z]+/g) ?? []).filter((name) => /[a-z][A-Z]/.test(name));
  const apart = names.map((name) => name.replace(/([a-z])([A-Z])/g, '$1 $2'));
  return { ...text, text: [text.text, ...apart].join('\n') };
}
