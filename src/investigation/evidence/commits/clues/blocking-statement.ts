import { code, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/**
 * What locks a table while it runs, as SQL and as the migrations of frameworks say it. PostgreSQL's CREATE INDEX locks out writes
 * unless it is CONCURRENTLY, most forms of ALTER TABLE lock out everybody
 * (postgresql.org/docs/current/explicit-locking.html, sql-createindex.html, 2026-11); MySQL's are alike without an online algorithm.
 * A column that may be empty is added in no time.
 */
const LOCKS_A_TABLE: readonly RegExp[] = [
  /\bcreate\s+(?:unique\s+)?index\b(?!\s+concurrently)/i,
  /\balter\s+table\b(?!.*\badd\s+column\b(?!.*(?:default|not\s+null|unique|references)))/i,
  /\block\s+table\b/i,
  /\bvacuum\s+full\b|\breindex\b(?!.*concurrently)/i,
  /\b(?:add_index|add_foreign_key|change_column\w*)\b(?!.*concurrently)/,
  /\b(?:op\.)?(?:create_index|alter_column)\((?!.*concurrently)/,
  /\bmigrations\.(?:AddIndex|AlterField|AddConstraint)\(/,
  /\$table->(?:index|unique|foreign)\(/,
];
const WAITS =
  /\block(?:s|ed|ing)?\b|\block(?:wait|not)|(?:share|exclusive|update|dead)lock\b|statement timeout|blocked by/i;
const SPOKEN_OF = 0.1;

/** A statement that locks a table, where the incident speaks of waiting for locks. */
export const blockingStatement: CommitFeature = {
  clue: 'blocking-statement',
  find: (scene) => {
    if (!speaksOfLocks(scene)) return [];
    return scene.commits.map((commit): Finding | undefined => {
      const line = scene
        .linesOf(commit)
        .find(({ side, text }) => side === 'added' && LOCKS_A_TABLE.some((pattern) => pattern.test(text)));
      if (line === undefined) return undefined;
      return {
        value: 1,
        says: sentence`it runs ${code(line.text.trim())}, which locks a table, and the incident waits for locks`,
      };
    });
  },
};

function speaksOfLocks({ incident }: CommitScene): boolean {
  return incident.texts.some(({ text, weight }) => weight > SPOKEN_OF && WAITS.test(text));
}
