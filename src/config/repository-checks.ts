import { nearestName } from '../investigation/incident/nearest-name.ts';
import { plainName } from '../investigation/incident/plain-name.ts';
import { createRedactor } from '../platform/redact.ts';
import { globProblem } from './glob-problem.ts';
import { redeployCommandProblem } from './redeploy-command-problem.ts';
import type { RepositoryDocument } from './repository-document.ts';
import type { PlacedProblem } from './zod-problems.ts';

const redact = createRedactor([]);
const OTHER_SECRETS = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bxox[abeprs]-\w|\bglpat-\w|\bsk-[\w-]{20,}/;

/** What a schema cannot say: globs, addresses, secrets, patterns where only values are read, and names that clash. */
export function repositoryChecks(document: RepositoryDocument): readonly PlacedProblem[] {
  const services = Object.entries(document.services ?? {});
  return [
    ...forbiddenTexts(document, []),
    ...clashes(
      services.map(([name]) => name),
      ['services'],
    ),
    ...services.flatMap(([name, service]) => {
      const path = ['services', name];
      return [
        ...(service?.paths ?? []).flatMap((glob, index) => problemOf([...path, 'paths', index], globProblem(glob))),
        ...(service?.alerts ?? []).flatMap((labels, index) => matcherProblems(labels, [...path, 'alerts', index])),
        ...(service?.dependsOn ?? []).flatMap((other, index) =>
          other === name ? value([...path, 'dependsOn', index], 'a service cannot depend on itself', 'Remove it.') : [],
        ),
        ...aliasClashes(service?.environments ?? {}, [...path, 'environments']),
        ...problemOf([...path, 'redeployCommand'], redeployCommandProblem(service?.redeployCommand)),
      ];
    }),
    ...problemOf(['redeployCommand'], redeployCommandProblem(document.redeployCommand)),
    ...[
      ...(document.evidence ?? []).map(({ service }, index) => ({ service, at: ['evidence', index] })),
      ...(document.deployWorkflows ?? []).map(({ service }, index) => ({ service, at: ['deployWorkflows', index] })),
      ...(document.deployBranches ?? []).map(({ service }, index) => ({ service, at: ['deployBranches', index] })),
      { service: document.deployReleases?.service, at: ['deployReleases'] },
    ].flatMap(({ service, at }) => {
      if (service === undefined || services.length === 0 || document.services?.[service] !== undefined) return [];
      if (Object.hasOwn(document.services ?? {}, service)) return [];
      const near = nearestName(
        service,
        services.map(([name]) => name),
      );
      const hint = near === undefined ? 'Add it to services, or correct the name.' : `Did you mean ${near}?`;
      return value([...at, 'service'], `no service is called ${JSON.stringify(service)}`, hint);
    }),
  ];
}

function value(path: readonly PropertyKey[], problem: string, hint: string): PlacedProblem[] {
  return [{ path, at: 'value', problem, hint }];
}

function problemOf(
  path: readonly PropertyKey[],
  found: { problem: string; hint: string } | undefined,
): PlacedProblem[] {
  return found ? [{ path, at: 'value', ...found }] : [];
}

/** Addresses and secrets never come from a repository: an address would let a pull request point us anywhere. */
function forbiddenTexts(found: unknown, path: readonly PropertyKey[]): PlacedProblem[] {
  if (typeof found === 'string') {
    const redacted = redact(found);
    if (OTHER_SECRETS.test(found) || (redacted !== found && /\[redacted (token|key)\]/.test(redacted))) {
      return value(path, 'looks like a secret', 'Remove it and revoke it: secrets belong in the instance’s settings.');
    }
    return /^\s*(https?|wss?|ftp|file):\/\//i.test(found)
      ? value(path, 'is an address', 'Addresses are only read from the instance’s settings.')
      : [];
  }
  if (typeof found !== 'object' || found === null) return [];
  return Object.entries(found).flatMap(([key, inner]) =>
    forbiddenTexts(inner, [...path, Array.isArray(found) ? Number(key) : key]),
  );
}

function matcherProblems(labels: Readonly<Record<string, string>>, path: readonly PropertyKey[]): PlacedProblem[] {
  const entries = Object.entries(labels);
  if (entries.length === 0)
    return value(path, 'is an empty label set', 'Give at least one label: an empty set would match nothing.');
  return entries.flatMap(([name, text]) =>
    text !== '*' && /\*|^[~^]|\.\+|\$$/.test(text)
      ? value(
          [...path, name],
          `${JSON.stringify(text.slice(0, 60))} is a pattern`,
          'Give the exact value, or "*" alone for any.',
        )
      : [],
  );
}

function clashes(names: readonly string[], path: readonly PropertyKey[]): PlacedProblem[] {
  return names.flatMap((name, index) => {
    const first = names.slice(0, index).find((other) => plainName(other) === plainName(name));
    if (first === undefined) return [];
    const problem = `${JSON.stringify(name)} and ${JSON.stringify(first)} are the same name`;
    return [
      { path: [...path, name], at: 'key' as const, problem, hint: 'Case, dots and dashes do not tell names apart.' },
    ];
  });
}

function aliasClashes(
  environments: NonNullable<NonNullable<NonNullable<RepositoryDocument['services']>[string]>['environments']>,
  path: readonly PropertyKey[],
): PlacedProblem[] {
  const owner = new Map(Object.keys(environments).map((name) => [name.toLowerCase(), name]));
  return Object.entries(environments).flatMap(([name, environment]) =>
    (environment?.aliases ?? []).flatMap((alias, index) => {
      const other = owner.get(alias.toLowerCase()) ?? name;
      owner.set(alias.toLowerCase(), name);
      if (other === name) return [];
      return value(
        [...path, name, 'aliases', index],
        `${JSON.stringify(alias)} already means ${JSON.stringify(other)}`,
        'An alias belongs to one environment.',
      );
    }),
  );
}
