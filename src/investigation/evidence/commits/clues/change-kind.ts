import { sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { titleOf } from '../text/title-of.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const BUMP =
  /^(?:\S{1,40}:\s|\[\S{1,40}\]\s)?(?:roll(?:ing|s)?\b|(?:auto.?)?bump\b|update dependency|upgrade \S+ (?:from|to)|deps\b|build\(deps|chore\(deps|fix\(deps|renovate|dependabot)/i;
const BOT = /\[bot\]|\bbot$|renovate|dependabot|autoroll|greenkeeper/i;

/** A version of something else was raised, mostly by a robot and mostly without harm. */
export const bumpClue: CommitFeature = {
  clue: 'bump',
  find: (scene) =>
    scene.commits.map((words): Finding | undefined =>
      isBump(words) ? { value: 1, says: sentence`it only raises versions of dependencies` } : undefined,
    ),
};

/** Where nothing runs, as in a question of which commit broke a build, tests and pipelines are what breaks. */
const NOTHING_RUNS = 0.2;

/** Documents, tests, pipelines, pictures and the configuration of other environments do not run where the trouble is: they count less, never nothing. */
export const inertClue: CommitFeature = {
  clue: 'inert-files',
  find: (scene) => {
    const value = runs(scene) ? 1 : NOTHING_RUNS;
    return scene.commits.map(({ files }): Finding | undefined =>
      files.length > 0 && !files.some(({ acts }) => acts)
        ? { value, says: sentence`it changes only documents, tests, pipelines or another environment` }
        : undefined,
    );
  },
};

const OBSERVES =
  /\b(?:histograms?|metrics?|micrometer|dashboards?|logs?|logging|logger|alert (?:rule|route|text|threshold)s?|alerting rules?|cost (?:cent(?:er|re)|tag)s?|tracing|trace ids?|spans?|sentry|grafana|prometheus|opentelemetry|otel|runbooks?|codeowners|slos?|(?:service|pod) ?monitors?|recording rules?|scrapes?)\b/i;

/** What is said to change only how the service is watched, where something runs. A label too many can fill a disk, but seldom does. */
export const observingClue: CommitFeature = {
  clue: 'only-observes',
  find: (scene) =>
    runs(scene)
      ? scene.commits.map(({ commit }): Finding | undefined =>
          OBSERVES.test(titleOf(commit.message))
            ? { value: 1, says: sentence`by its title it changes only what is logged or measured` }
            : undefined,
        )
      : [],
};

/** What is only added, where something runs, is used by nobody yet, or beside what ran before: it breaks less, never nothing. */
export const addingClue: CommitFeature = {
  clue: 'only-adds',
  find: (scene) =>
    runs(scene)
      ? scene.commits.map((words): Finding | undefined =>
          words.unread === 0 &&
          words.files.some(({ acts }) => acts) &&
          !scene.linesOf(words).some(({ side }) => side === 'removed')
            ? { value: 1, says: sentence`it only adds lines: what was there before stays as it was` }
            : undefined,
        )
      : [],
};

/** Configuration acts at once and is seldom tested. */
export const configurationClue: CommitFeature = {
  clue: 'configuration',
  find: (scene) =>
    scene.commits.map(({ files }): Finding | undefined =>
      files.some(({ kind, acts }) => acts && kind === 'configuration')
        ? { value: 1, says: sentence`it changes configuration` }
        : undefined,
    ),
};

/** A schema is shared by all that run, old versions and other services too. */
export const migrationClue: CommitFeature = {
  clue: 'migration',
  find: (scene) =>
    scene.commits.map(({ files }): Finding | undefined =>
      files.some((file) => file.kind === 'migration')
        ? { value: 1, says: sentence`it changes a database schema` }
        : undefined,
    ),
};

function isBump({ commit, files }: CommitWords): boolean {
  const robot = BOT.test(commit.author ?? '');
  if (!robot && !BUMP.test(titleOf(commit.message))) return false;
  // "Bump the upload limit" is no dependency: somewhere a manifest must change, where files are known.
  const packaging = files.filter((file) => file.kind === 'manifest' || file.kind === 'lock').length;
  return files.length === 0 || 2 * packaging >= files.length || (robot && packaging > 0);
}

/** Where the question is which commit broke a build nothing does: what is new fails there as well as what was there before. */
function runs({ theCase: { logs = [], series = [] } }: CommitScene): boolean {
  return logs.length > 0 || series.length > 0;
}
