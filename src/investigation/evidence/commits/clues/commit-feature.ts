import type { Sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitClueName } from './commit-weights.ts';

/** What a feature found in one commit: how much of it (0 is nothing), and the finding in words. */
export interface Finding {
  readonly value: number;
  readonly says: Sentence;
}

/** One thing to look for in commits. Its weight, in nats for a value of 1, stands in `commit-weights.ts` under its name. */
export interface CommitFeature {
  readonly clue: CommitClueName;
  /** A finding for each commit of the scene, in its order; undefined where there is nothing to say. */
  find(scene: CommitScene): readonly (Finding | undefined)[];
}
