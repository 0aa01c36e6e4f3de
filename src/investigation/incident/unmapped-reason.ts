import { type Sentence, sentence } from '../sentence.ts';

/** Why an alert belongs to no service that the installation knows. */
export type UnmappedReason = 'no-service-known' | 'no-label' | 'no-service-of-that-name' | 'ambiguous';

/** One sentence for each reason, for the unmapped list and `doctor`. */
export const UNMAPPED_REASONS: Readonly<Record<UnmappedReason, Sentence>> = {
  'no-service-known': sentence`The installation has no repository and no deploy yet that an alert could belong to.`,
  'no-label': sentence`The alert has none of the labels service, app, job or repository, and no configured label set fits it.`,
  'no-service-of-that-name': sentence`No deployed service and no repository has the name that the alert's labels give.`,
  ambiguous: sentence`More than one service fits the alert's labels.`,
};
