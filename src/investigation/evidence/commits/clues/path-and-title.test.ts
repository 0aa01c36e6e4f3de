import { describe, expect, test } from '@jest/globals';
import { ALERT, changed, commit, found, incident } from '../../../../../test/support/cases/commit-incident.ts';
import type { Case, CaseCommit } from '../../../case.ts';
import { plainText } from '../../../sentence.ts';
import { commitScene } from '../scene/commit-scene.ts';
import { actsInProduction, type FileKind, fileKind } from '../text/file-kind.ts';
import { titleOf } from '../text/title-of.ts';
import { bumpClue } from './change-kind.ts';
import type { CommitFeature } from './commit-feature.ts';
import { ignoredClue, mergeClue, movedClue } from './commit-markers.ts';
import { relandClue, revertClue, vanishedFix } from './second-try.ts';

/** What a feature says of the one commit of a case: its value and its words. */
const said = (feature: CommitFeature, one: CaseCommit, more: Partial<Case> = {}) => found(feature, [one], more)[0];

const PATHS: Readonly<Record<FileKind, readonly string[]>> = {
  lock: 'package-lock.json a/yarn.lock pnpm-lock.yaml poetry.lock Pipfile.lock Cargo.lock Gemfile.lock composer.lock go.sum go.work.sum uv.lock mix.lock packages.lock.json bun.lock bun.lockb flake.lock'.split(
    ' ',
  ),
  manifest:
    'package.json a/requirements.txt requirements-dev.txt pyproject.toml Pipfile setup.py setup.cfg Cargo.toml go.mod Gemfile a.gemspec composer.json build.gradle build.gradle.kts libs.versions.toml pom.xml DEPS mix.exs App.csproj Directory.Packages.props Dockerfile Dockerfile.prod api.dockerfile Chart.yaml Chart.yml'.split(
      ' ',
    ),
  pipeline:
    '.github/workflows/a.yml .github/actions/x/action.yml .circleci/config.yml .buildkite/a.sh .gitlab/ci.yml .gitlab-ci.yml Jenkinsfile azure-pipelines.yml azure-pipelines.yaml .travis.yml .pre-commit-config.yaml .golangci.yml .golangci.yaml .editorconfig .eslintrc .eslintrc.json .prettierrc CODEOWNERS renovate.json renovate.json5 dependabot.yml .gitignore Makefile'.split(
      ' ',
    ),
  test: 'test/a.ts tests/a.ts a/__tests__/b.ts spec/a.rb specs/a.rb testdata/a.bin fixtures/a.bin __snapshots__/a unittests/a.cc e2e/a.ts it/A.java a_test.go a.test.ts a-spec.js a_unittest.cc a_tests.py test_a.py CartTest.java CartTests.java CartIT.java CartSpec.scala a.golden a.snap'.split(
    ' ',
  ),
  migration:
    'migrations/1.py migration/1.py db/migrate/1.rb db/changelog/1.xml flyway/a.txt liquibase/a.xml a.sql a.ddl'.split(
      ' ',
    ),
  asset:
    'a.png a.jpg a.jpeg a.gif a.svg a.ico a.webp a.woff a.woff2 a.ttf a.eot a.mp4 a.pdf locale/de.po locales/de.po i18n/de.po translations/de.po'.split(
      ' ',
    ),
  configuration:
    'a.yml a.yaml a.json a.json5 a.toml a.ini a.cfg a.conf a.properties a.env a.tf a.tfvars a.hcl a.dblist a.plist a.rules a.gn a.gni a.cmake config/a.rb configs/a.rb conf/a.rb settings/a.rb deploy/a.sh chart/a.tpl charts/a.tpl helm/a.tpl terraform/a.sh puppet/a.pp hieradata/a.eyaml my-settings-x.php Settings.py settings.rb settings.js settings.ts app.config.php config.py myconfig.rb config.js config.ts .env .env.local wmf-config/a.php CMakeLists.txt boot/cmdline'.split(
      ' ',
    ),
  docs: 'doc/a.html docs/a.html documentation/a.html a.md a.mdx a.rst a.adoc a.txt CHANGELOG README LICENSE AUTHORS NOTICE CONTRIBUTING'.split(
    ' ',
  ),
  code: 'src/a.ts latest.ts contest.go src/doctor.ts myconfiguration.ts package.jsonx.ts xmakefile.c src/a.sqlx.ts attest_x.py Gemfiles xpackage-lock.js spectator.ts img.pngx.ts xdocs.ts'.split(
    ' ',
  ),
};

test.each(Object.entries(PATHS))('files that are %s', (kind, paths) => {
  for (const path of paths) expect([path, fileKind(path)]).toEqual([path, kind]);
});

test('what acts in production', () => {
  const acting = Object.keys(PATHS).filter((kind) => actsInProduction(kind as FileKind));
  expect(acting.sort()).toEqual(['code', 'configuration', 'manifest', 'migration']);
});

test('a title is the first line, three hundred characters of it at most', () => {
  expect([titleOf(), titleOf('a'), titleOf('a\nb'), titleOf('\nb')]).toEqual(['', 'a', 'a', '']);
  expect(titleOf('x'.repeat(999))).toHaveLength(300);
  expect(titleOf(`${'x'.repeat(999)}\n`)).toHaveLength(300);
});

describe('titles', () => {
  const manifest = changed('package.json', '"zod": "4.0.0"');
  test.each([
    'Bump zod from 3 to 4',
    'auto-bump zod',
    'autobump zod',
    'Roll v8 from a to b',
    'rolling skia',
    'Rolls dart',
    'Update dependency zod to v4',
    'Upgrade zod from 3',
    'upgrade zod to 4',
    'deps: zod',
    'build(deps): zod',
    'chore(deps): zod',
    'fix(deps): zod',
    'renovate zod',
    'dependabot: zod',
    'fix: bump zod',
    '[node] bump zod',
  ])('%s raises a version', (title) => {
    expect(said(bumpClue, commit('x', title, manifest))).toBe('1 it only raises versions of dependencies');
    expect(said(bumpClue, commit('x', title, changed('src/a.ts', 'a')))).toBeNull();
  });

  test.each(['Bumpy roads', 'Rollback', 'We bump zod', 'Upgrade the shop', 'update the dependency'])(
    '%s does not',
    (title) => {
      expect(said(bumpClue, commit('x', title, manifest))).toBeNull();
    },
  );

  test.each(['x[bot]', 'release-bot', 'Renovate', 'dependabot', 'v8-autoroll', 'greenkeeper'])(
    'a robot %s raises one where a manifest is among its files',
    (author) => {
      const code = [changed('a.ts', 'a'), changed('b.ts', 'b')];
      expect(said(bumpClue, { ...commit('x', 'Weekly', manifest, ...code), author })).not.toBeNull();
      expect(said(bumpClue, { ...commit('x', 'Weekly', ...code), author })).toBeNull();
      expect(said(bumpClue, { ...commit('x', 'Weekly', manifest, ...code), author: 'robotnik' })).toBeNull();
    },
  );

  test('of a person’s bump half of the files must be manifests or locks', () => {
    const lock = changed('package-lock.json', 'a');
    const code = ['a.ts', 'b.ts', 'c.ts'].map((path) => changed(path, 'a'));
    expect(said(bumpClue, commit('x', 'Bump zod', manifest, lock, ...code.slice(0, 2)))).not.toBeNull();
    expect(said(bumpClue, commit('x', 'Bump zod', manifest, lock, ...code))).toBeNull();
    expect(said(bumpClue, commit('x', 'Bump zod'))).not.toBeNull();
    expect(said(bumpClue, { sha: 'x' })).toBeNull();
  });

  test.each([
    'Reland "a"',
    're-land a',
    'Reapply a',
    're-apply a',
    'Relanding a',
    'Revert "Revert a"',
    'Revert "Reland a"',
    'Revert: reapply a',
    'revert(cart): Revert "Revert a"',
    'SHOP-12 Reland a',
    'Kotlin: Reland: a',
    '[cart] Revert "Reland a"',
    '"Reland a"',
  ])('%s brings back what was reverted', (title) => {
    expect(said(relandClue, commit('x', title))).toBe('1 it brings back a change that was reverted before');
    expect(said(revertClue, commit('x', title))).toBeNull();
    const gone = incident([commit('x', title)]);
    const deploys = gone.deploys.map((deploy) => ({ ...deploy, kind: 'rollback' as const }));
    expect(said(relandClue, commit('x', title), { deploys })).toBe(
      '-1 a change that was reverted before is gone again',
    );
  });

  test.each([
    'Revert "a"',
    'revert a',
    'Back out a',
    'backout a',
    'Rollback a',
    'roll back a',
    '"Revert a"',
    'revert: Revert "a"',
    'revert(cart): Revert "a"',
    'revert: a',
    'SHOP-12 Revert "a"',
    'D3D12: revert a',
    '[cart] Revert "a"',
    'fix(cart)!: roll back a',
  ])('%s goes back', (title) => {
    expect(said(revertClue, commit('x', title))).toBe('1 it is a revert: it goes back to what ran before');
    expect(said(relandClue, commit('x', title))).toBeNull();
    const gone = incident([commit('x', title)]);
    const deploys = gone.deploys.map((deploy) => ({ ...deploy, kind: 'rollback' as const }));
    expect(said(revertClue, commit('x', title), { deploys })).toBe(
      '-1 a revert is gone: what it took back is there again',
    );
  });

  test.each(['We revert a', 'Reverting', 'Backouts', 'The reland of a', 'fix: reverting'])('%s is neither', (title) => {
    expect(said(revertClue, commit('x', title))).toBeNull();
    expect(said(relandClue, commit('x', title))).toBeNull();
  });

  test.each([
    'Fix a',
    'fixes a',
    'fixed a',
    'hotfix',
    'handle a',
    'handles a',
    'handled a',
    'guard',
    'prevent a',
    'prevents a',
    'prevented a',
    'avoid a',
    'avoids a',
    'avoided a',
    'protect',
    'never',
    'missing',
    'crash',
    'regression',
    'workaround',
    'nil',
    'null',
    'leak',
    'race',
    'deadlock',
  ])('a rollback that took "%s" away took a fix away', (title) => {
    const rolled = incident([commit('x', title)]);
    const deploys = rolled.deploys.map((deploy) => ({ ...deploy, kind: 'rollback' as const }));
    expect(said(vanishedFix, commit('x', title), { deploys })).toBe('1 a rollback took this fix away');
    expect(said(vanishedFix, commit('x', title))).toBeNull();
    expect(said(vanishedFix, commit('x', `Pre${title}x colours`), { deploys })).toBeNull();
  });

  test.each(['Merge pull request #4', 'merge branch a', 'Merge remote-tracking a', 'merge tag v1', 'Merge commit a'])(
    '%s is a merge',
    (title) => {
      expect(said(mergeClue, commit('x', title))).toBe('1 it is a merge, and what it merged is looked at by itself');
    },
  );

  test.each(['Merge the lists', 'Merge branches', 'We merge branch a'])('%s is none', (title) => {
    expect(said(mergeClue, commit('x', title))).toBeNull();
  });
});

describe('files', () => {
  test('revisions that the repository says to ignore, by the lines that were added to its list', () => {
    const sha = 'ABCDEF1234567';
    const lists = (patch: string, path = '.git-blame-ignore-revs') =>
      incident([{ ...commit('x', 'Format'), sha }, commit('list', 'x', { path, patch })]);
    const ignored = (theCase: Case) => {
      const [finding] = ignoredClue.find(commitScene(theCase));
      return finding === undefined ? null : `${finding.value} ${plainText(finding.says)}`;
    };
    const says = '1 the repository lists it among the commits to ignore when looking for blame';
    expect(ignored(lists('+abcdef1234567'))).toBe(says);
    expect(ignored(lists('+ abcdef1234567 # format'))).toBe(says);
    expect(ignored(lists('@@ -1 +1 @@\n+# format\n+ABCDEF1234567', 'tools/.git-blame-ignore-revs'))).toBe(says);
    expect(ignored(lists('-abcdef1234567'))).toBeNull();
    expect(ignored(lists('+x abcdef1234567'))).toBeNull();
    expect(ignored(lists('+abcdef1234567', 'x.git-blame-ignore-revs'))).toBeNull();
    expect(ignored(lists('+abcdef1234567', '.git-blame-ignore-revs.md'))).toBeNull();
    expect(ignored(lists(`${' '.repeat(50_000)}\n+abcdef1234567`))).toBeNull();
    expect(ignored(incident([{ ...commit('x', 'Format'), sha }, { sha: 'bare' }]))).toBeNull();
  });

  test('the same words added as removed are only moved', () => {
    const of = (...files: Parameters<typeof commit>[2][]) => said(movedClue, commit('x', 'x', ...files));
    const says = '1 it adds the same words that it removes: formatting, or code that moved';
    expect(of(changed('a.ts', 'one(two)', 'two  one'))).toBe(says);
    expect(of(changed('a.ts', 'one(two)', 'two three'))).toBeNull();
    expect(of(changed('a.ts', 'one two', 'one two two'))).toBeNull();
    expect(of(changed('a.ts', '', ''))).toBeNull();
    expect(of(changed('a.ts', 'one', 'one'), { path: 'b.ts' })).toBeNull();
    expect(of(changed('a.ts', 'one', 'one'), changed('a.md', 'two'))).toBeNull();
    expect(said(movedClue, { sha: 'x', committedAt: ALERT })).toBeNull();
  });
});
