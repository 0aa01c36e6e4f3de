/** What a file is for, as far as its path tells. */
export type FileKind =
  | 'code'
  | 'configuration'
  | 'migration'
  | 'manifest'
  | 'lock'
  | 'pipeline'
  | 'test'
  | 'docs'
  | 'asset';

const LOCKS =
  /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|pipfile\.lock|cargo\.lock|gemfile\.lock|composer\.lock|go\.sum|go\.work\.sum|uv\.lock|mix\.lock|packages\.lock\.json|bun\.lockb?|flake\.lock)$/;
const MANIFESTS =
  /(^|\/)(package\.json|requirements[^/]*\.txt|pyproject\.toml|pipfile|setup\.(py|cfg)|cargo\.toml|go\.mod|gemfile|[^/]+\.gemspec|composer\.json|build\.gradle(\.kts)?|libs\.versions\.toml|pom\.xml|deps|mix\.exs|[^/]+\.csproj|directory\.packages\.props|dockerfile[^/]*|[^/]+\.dockerfile|chart\.ya?ml)$/;
const PIPELINES =
  /(^|\/)(\.github\/(workflows|actions)|\.circleci|\.buildkite|\.gitlab)\/|(^|\/)(\.gitlab-ci\.yml|jenkinsfile|azure-pipelines\.ya?ml|\.travis\.yml|\.pre-commit-config\.yaml|\.golangci\.ya?ml|\.editorconfig|\.eslintrc[^/]*|\.prettierrc[^/]*|codeowners|renovate\.json5?|dependabot\.yml|\.gitignore|makefile)$/;
const TESTS =
  /(^|\/)(tests?|__tests__|spec|specs|testdata|fixtures|__snapshots__|unittests|e2e|it)\/|(_|\.|-)(test|tests|spec|unittest)\.[a-z]+$|(^|\/)test_[^/]+$|[a-z0-9](Test|Tests|IT|Spec)\.[a-z]+$|\.(golden|snap)$/;
const DOCS =
  /(^|\/)(docs?|documentation)\/|\.(md|mdx|rst|adoc|txt)$|(^|\/)(changelog|readme|license|authors|notice|contributing)[^/]*$/;
const ASSETS = /\.(png|jpe?g|gif|svg|ico|webp|woff2?|ttf|eot|mp4|pdf)$|(^|\/)(locales?|i18n|translations)\//;
const MIGRATIONS = /(^|\/)(migrations?|migrate|db\/changelog|flyway|liquibase)\/|\.(sql|ddl)$/;
const CONFIGURATION =
  /\.(ya?ml|json5?|toml|ini|cfg|conf|properties|env|tf|tfvars|hcl|dblist|plist|rules|gni?|cmake)$|(^|\/)(config|configs|conf|settings|deploy|charts?|helm|terraform|puppet|hieradata)\/|(^|\/)[^/]*settings[^/]*\.(php|py|rb|js|ts)$|(^|\/)[^/]*config\.(php|py|rb|js|ts)$|(^|\/)\.env[^/]*$|-config\/|cmakelists\.txt$|(^|\/)cmdline$/;

/** What a file is for, by the names that build tools and hosts give to files; anything unknown is code. */
export function fileKind(path: string): FileKind {
  const lower = path.toLowerCase();
  if (LOCKS.test(lower)) return 'lock';
  if (MANIFESTS.test(lower)) return 'manifest';
  if (PIPELINES.test(lower)) return 'pipeline';
  if (TESTS.test(path)) return 'test';
  if (MIGRATIONS.test(lower)) return 'migration';
  if (ASSETS.test(lower)) return 'asset';
  if (CONFIGURATION.test(lower)) return 'configuration';
  return DOCS.test(lower) ? 'docs' : 'code';
}

/** Whether a file runs in production or shapes what does; documents, tests and pipelines do not. */
export function actsInProduction(kind: FileKind): boolean {
  return kind === 'code' || kind === 'configuration' || kind === 'migration' || kind === 'manifest';
}
