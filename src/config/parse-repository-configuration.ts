import { LineCounter, parseDocument } from 'yaml';
import { dottedPath } from './dotted-path.ts';
import { repositoryChecks } from './repository-checks.ts';
import type {
  ConfigurationProblem,
  RepositoryConfiguration,
  RepositoryConfigurationOutcome,
} from './repository-configuration.ts';
import { RepositoryDocument } from './repository-document.ts';
import { withoutMistakes } from './without-mistakes.ts';
import { yamlPlace } from './yaml-place.ts';
import { yamlRefusals } from './yaml-refusals.ts';
import { zodProblems } from './zod-problems.ts';

const LARGEST_BYTES = 64 * 1024;

/**
 * Reads the text of a .github/whatchanged.yml. Every mistake is told at once, with line and column (from 1), the path,
 * what is wrong and what to do. An empty text is valid: everything has a default.
 */
export function parseRepositoryConfiguration(text: string): RepositoryConfigurationOutcome {
  const bytes = Buffer.byteLength(text);
  if (bytes > LARGEST_BYTES) {
    return invalid([
      {
        line: 1,
        column: 1,
        path: '',
        problem: `the file has ${bytes} bytes`,
        hint: `At most ${LARGEST_BYTES} are read.`,
      },
    ]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const syntax = document.errors.map((error): ConfigurationProblem => {
    const { line, col } = lines.linePos(error.pos[0]);
    const isDuplicate = error.code === 'DUPLICATE_KEY';
    return {
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      path: '',
      problem: isDuplicate ? 'the key stands here twice' : `is not valid YAML: ${error.message}`,
      hint: isDuplicate ? 'Keep one of the two.' : 'Correct the YAML; what follows was not checked.',
    };
  });
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return invalid(syntax);
  const refused = yamlRefusals(document, lines);
  const problems = [...syntax, ...refused.problems];
  if (!refused.readable) return invalid(problems);

  const written: unknown = document.toJS({ maxAliasCount: 0 }) ?? {};
  const parsed = RepositoryDocument.safeParse(written);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => zodProblems(issue, RepositoryDocument, written));
  const rest = RepositoryDocument.safeParse(
    withoutMistakes(
      written,
      mistakes.map(({ path }) => path),
    ),
  );
  const placed = [...mistakes, ...(rest.success ? repositoryChecks(rest.data) : [])];
  for (const { path, at, problem, hint } of placed) {
    problems.push({ ...yamlPlace(document, lines, path, at), path: dottedPath(path), problem, hint });
  }
  if (problems.length > 0 || !parsed.success) return invalid(problems);
  return { kind: 'valid', configuration: toConfiguration(parsed.data) };
}

function invalid(problems: readonly ConfigurationProblem[]): RepositoryConfigurationOutcome {
  return { kind: 'invalid', problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function toConfiguration({
  level,
  reverts,
  summary,
  services,
  environments,
  evidence,
  deployWorkflows,
  deployBranches,
  deployReleases,
  redeployCommand,
}: RepositoryDocument): RepositoryConfiguration {
  return withoutAbsent({
    level: level ?? 'report',
    reverts,
    summary,
    services: Object.entries(services ?? {}).map(([service, entry]) => {
      const { alerts, environments: known, ...rest } = entry ?? {};
      return {
        service,
        ...rest,
        ...(alerts === undefined ? {} : { alertMatchers: alerts }),
        ...(known === undefined
          ? {}
          : { environments: Object.fromEntries(Object.entries(known).map(([name, value]) => [name, value ?? {}])) }),
      };
    }),
    environments,
    evidence,
    deployWorkflows,
    deployBranches: deployBranches?.map(toTarget),
    deployReleases: deployReleases && toTarget(deployReleases),
    redeployCommand,
  }) as RepositoryConfiguration;
}

/** Where something goes live that does not say it. */
function toTarget<T extends { environment?: string | undefined }>(target: T): T & { environment: string } {
  return { ...target, environment: target.environment ?? 'production' };
}

/** An absent key is left out, never undefined. */
function withoutAbsent<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
