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

/** The mechanisms of which the speaker tells, as they matter for a commit of these services. */
export function shownMechanisms(
  { texts, vocabulary }: IncidentWords,
  services: ReadonlySet<string>,
  speaker: Speaker,
): ShownMechanism[] {
  const heard = texts.filter((text) => isTold(text) === (speaker === 'alert')).map(withNamesApart);
  return MECHANISMS.flatMap((mechanism): ShownMechanism[] => {
    // What writes logs has been built.
    if (speaker === 'system' && mechanism.beforeItRuns) return [];
    let strength = 0;
    for (const text of heard) {
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

/** Exceptions and settings are written in one word: `DivisionByZero` speaks of a division by zero. */
function withNamesApart(text: IncidentText): IncidentText {
  const names = text.text.match(/[A-Za-z]*[a-z][A-Z][A-Za-z]*/g) ?? [];
  const apart = names.map((name) => name.replace(/([a-z])([A-Z])/g, '$1 $2'));
  return { ...text, text: [text.text, ...apart].join('\n') };
}
