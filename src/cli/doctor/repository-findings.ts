import type { RepositoryConfigurationOutcome } from '../../config/repository-configuration.ts';
import { CONFIGURATION_PATH, configurationOutcome } from '../../jobs/repositories/repository-configurations.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

const MOST_PROBLEMS = 5;

/** What came of reading each repository's own configuration: absent, unreadable and invalid are told apart. */
export async function repositoryFindings({ storage }: Patient): Promise<readonly Finding[]> {
  if (storage === undefined)
    return [{ state: 'skipped', says: 'The repositories are in the store, which is not open.' }];
  const found = await storage.transaction(async (tx) => {
    const all: { name: string; outcome: RepositoryConfigurationOutcome | undefined }[] = [];
    for (const { installationId, removed } of await tx.installations.list()) {
      if (removed) continue;
      for (const repository of await tx.repositories.list(installationId)) {
        if (repository.removed) continue;
        const outcome = await configurationOutcome(tx, installationId, repository.repositoryId);
        all.push({ name: repository.fullName, outcome });
      }
    }
    return all;
  });
  if (found.length === 0) {
    return [
      {
        state: 'warning',
        says: 'No repository is known yet.',
        todo: 'Install the App on repositories while `whatchanged serve` is running.',
      },
    ];
  }
  const absent = found.filter(({ outcome }) => outcome?.kind === 'absent');
  const valid = found.filter(({ outcome }) => outcome?.kind === 'valid');
  return [
    ...(valid.length > 0
      ? [{ state: 'ok' as const, says: `${valid.length} with a valid ${CONFIGURATION_PATH}.` }]
      : []),
    ...(absent.length > 0
      ? [{ state: 'ok' as const, says: `${absent.length} without one, so that the defaults hold: ${listed(absent)}.` }]
      : []),
    ...found.flatMap(({ name, outcome }) => troubleOf(name, outcome)),
  ];
}

function troubleOf(subject: string, outcome: RepositoryConfigurationOutcome | undefined): readonly Finding[] {
  if (outcome === undefined) {
    const todo = 'It is read by a job after the installation: see whether `whatchanged serve` is running.';
    return [{ state: 'warning', subject, says: `${CONFIGURATION_PATH} has not been read yet.`, todo }];
  }
  if (outcome.kind === 'unreadable') {
    const todo = 'Give the App read access to contents; it is read again with the next push that touches it.';
    return [{ state: 'problem', subject, says: `${CONFIGURATION_PATH} is unreadable: ${outcome.reason}`, todo }];
  }
  if (outcome.kind !== 'invalid') return [];
  const { problems } = outcome;
  const told = problems
    .slice(0, MOST_PROBLEMS)
    .map(
      ({ line, column, path, problem, hint }) =>
        `${line}:${column} ${path === '' ? '' : `${path}: `}${problem} — ${hint}`,
    );
  const more = problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more`] : [];
  return [
    {
      state: 'problem',
      subject,
      says: `${CONFIGURATION_PATH} is invalid, so that the defaults hold: ${[...told, ...more].join('; ')}`,
      todo: 'Correct it; `whatchanged check-config` tells every mistake before you push.',
    },
  ];
}

function listed(repositories: readonly { readonly name: string }[]): string {
  const names = repositories.slice(0, 10).map(({ name }) => name);
  return [...names, ...(repositories.length > names.length ? ['…'] : [])].join(', ');
}
