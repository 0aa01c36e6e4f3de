import { z } from 'zod';

const Sentence = z.strictObject({
  text: z.string().describe('One plain sentence.'),
  evidence: z.array(z.string()).describe('The ids of the evidence that it rests on, such as E1; at least one.'),
});

/** What a model is asked for; everything in it is untrusted until it has passed the gate. */
export const NarratorAnswer = z.strictObject({
  headline: Sentence,
  points: z.array(Sentence).describe('At most five.'),
  questions: z.array(Sentence).describe('The next two things that a person on call should find out.'),
});
export type NarratorAnswer = z.infer<typeof NarratorAnswer>;
