import { InstanceEnvironment, REFUSED_VARIABLES } from './instance-environment.ts';
import { type InstanceProblem, instanceProblems } from './instance-problem.ts';
import { weakSecret } from './weak-secret.ts';
import { addressProblem } from './web-address.ts';

const SHORTEST_WEBHOOK_SECRET = 32;

/** The variables that are set, empty ones left out. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What a variable is, in a sentence. */
export function variableHint(variable: string): string {
  return InstanceEnvironment.shape[variable as keyof InstanceEnvironment].description ?? '';
}

/** The typed variables where all of them can be read, and everything that is wrong with any of them. */
export function readVariables(set: Variables): {
  readonly values?: InstanceEnvironment;
  readonly problems: readonly InstanceProblem[];
} {
  const problems = [...webhookSecretProblems(set), ...addressProblems(set)];
  const refused = Object.entries(REFUSED_VARIABLES).flatMap(([path, instead]) =>
    path in set ? [{ path, problem: 'would make Probot install a package while it runs', hint: instead }] : [],
  );
  const parsed = InstanceEnvironment.safeParse(set);
  if (parsed.success) return { values: parsed.data, problems: [...refused, ...problems] };
  const found = instanceProblems(parsed.error, ([variable]) => variableHint(String(variable))).map((problem) =>
    problem.path in set ? problem : { ...problem, problem: 'is missing' },
  );
  return { problems: [...found, ...refused, ...problems] };
}

function webhookSecretProblems(set: Variables): readonly InstanceProblem[] {
  return ['WEBHOOK_SECRET', 'WEBHOOK_SECRET_PREVIOUS'].flatMap((path) => {
    if (path === 'WEBHOOK_SECRET_PREVIOUS' && set[path] === undefined) return [];
    const problem = weakSecret(set[path] ?? '', SHORTEST_WEBHOOK_SECRET);
    return problem === undefined ? [] : [{ path, problem, hint: variableHint(path) }];
  });
}

function addressProblems(set: Variables): readonly InstanceProblem[] {
  const found = ['GITHUB_API_URL', 'GITHUB_WEB_URL', 'PUBLIC_URL', 'WHATCHANGED_NARRATOR_URL'].flatMap((path) => {
    const problem = set[path] === undefined ? undefined : addressProblem(set[path]);
    return problem === undefined ? [] : [{ path, problem, hint: variableHint(path) }];
  });
  const database = set.DATABASE_URL;
  if (database === undefined || /^postgres(ql)?:\/\/./.test(database)) return found;
  return [
    ...found,
    { path: 'DATABASE_URL', problem: 'is not a postgres:// address', hint: variableHint('DATABASE_URL') },
  ];
}
