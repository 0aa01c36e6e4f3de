import { sentence } from '../../../sentence.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const BUSY = /event loop|\bcpu\b|blocked|hang|busy|stack depth/i;
const SLOW = /slow|latency|time[d]?.?out|duration|p9\d|aborted|took \d/i;

/**
 * A changed line holds a pattern with a repeated group whose content is repeated too, such as `(a+)+`, and the incident is
 * one of processor (value 1) or at least of time: matching such a pattern can take time exponential in the text (OWASP, "ReDoS").
 */
export const nestedRepetition: CommitFeature = {
  clue: 'nested-repetition',
  find: (scene) => {
    const texts = scene.incident.texts.filter((text) => text.weight > 0.3);
    const busy = texts.some((text) => BUSY.test(text.text));
    if (!busy && !texts.some((text) => SLOW.test(text.text))) return [];
    return scene.commits.map(({ nestedRepetitions }): Finding | undefined =>
      nestedRepetitions > 0
        ? {
            value: busy ? 1 : 0.6,
            says: sentence`it adds a pattern with nested repetition, which can take very long to match`,
          }
        : undefined,
    );
  },
};
