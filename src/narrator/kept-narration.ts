import type { NarratedSentence, Narration } from '../investigation/report/narration.ts';
import { gate } from './gate.ts';
import type { NarratorMaterial } from './narrator-material.ts';

/** A narration as it is stored: with what it was about and the reasons that it cites, by their words. */
export interface KeptNarration {
  readonly about: string;
  readonly cited: Readonly<Record<string, string>>;
  readonly narration: Narration;
}

/** A narration that passed the gate, made ready to store. */
export function keepNarration(narration: Narration, material: NarratorMaterial): KeptNarration {
  return {
    about: about(material),
    cited: Object.fromEntries(material.evidence.map(({ id, says }) => [id, says])),
    narration,
  };
}

/**
 * What of a stored narration still holds of a later round: nothing once the verdict names another suspect or band, else
 * the sentences whose reasons stand there still, under their new numbers, and which pass the gate again.
 */
export function stillHolds(kept: KeptNarration, material: NarratorMaterial): Narration | undefined {
  if (kept.about !== about(material)) return undefined;
  // Two suspects of one deploy share words: the first to have them is the one that leads.
  const idNow = new Map(material.evidence.toReversed().map(({ id, says }) => [says, id]));
  const renumbered = ({ text, evidence }: NarratedSentence): NarratedSentence => ({
    text,
    evidence: evidence.map((id) => idNow.get(kept.cited[id] ?? '') ?? 'gone'),
  });
  const { headline, points, questions } = kept.narration;
  return gate(
    {
      ...(headline === undefined ? {} : { headline: renumbered(headline) }),
      points: points.map(renumbered),
      questions: questions.map(renumbered),
    },
    material,
  );
}

function about({ verdict, suspects: [first] }: NarratorMaterial): string {
  return `${verdict} ${first?.name ?? ''}`;
}
