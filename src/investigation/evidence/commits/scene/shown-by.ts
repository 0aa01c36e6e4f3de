import type { CommitScene } from './commit-scene.ts';

/** Where the words stand that the system itself shows: `the logs`, and the names of metrics that moved. */
export function shownBy({ incident }: CommitScene): string {
  return incident.texts.some(({ from }) => from === 'metric') ? 'logs and metrics' : 'the logs';
}
