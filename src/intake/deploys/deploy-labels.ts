import { foreignText } from '../foreign-text.ts';
import { fullSha } from './full-sha.ts';
import { repositoryOf } from './repository-of.ts';

/** What a team says about a deploy beside what its tool knows. */
export interface DeployLabels {
  readonly repository?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly sha?: string;
}

/** The beginning of the labels and annotations of Kubernetes that are ours. */
export const LABEL_PREFIX = 'whatchanged/';
const LONGEST_NAME = 100;

/**
 * Reads `repository`, `service`, `environment` and `sha` (each after `prefix`) out of a record of any values; the first
 * record that has one wins. What is not a text, or not of the right form, counts as absent.
 */
export function deployLabels(prefix: string, ...records: readonly unknown[]): DeployLabels {
  const text = (key: string) => {
    const values = records.map((record) => (isRecord(record) ? record[`${prefix}${key}`] : undefined));
    return values.find((value): value is string => typeof value === 'string' && value.trim() !== '')?.trim();
  };
  const name = (key: string) => {
    const value = text(key);
    return value === undefined ? undefined : foreignText(value, LONGEST_NAME);
  };
  const repository = repositoryOf(text('repository'));
  const sha = fullSha(text('sha'));
  const service = name('service');
  const environment = name('environment');
  return {
    ...(repository !== undefined && { repository }),
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
    ...(sha !== undefined && { sha }),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
