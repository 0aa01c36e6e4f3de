import { expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import type { DeployRules } from './contract.ts';
import { release } from './release.ts';

const rules: DeployRules = { deployReleases: { environment: 'prod' } };
const read = (changes: object, given: DeployRules = rules) =>
  release.read(changed(githubFixture('release').payload, { release: changes }), { receivedAt: 0, rules: given });

test('is live by being published where a rule says so, and names its commit by the tag', () => {
  expect(read({})).toMatchObject({
    kind: 'facts',
    facts: {
      deployEvents: [
        {
          attempt: 'github:release:17372790',
          service: 'Hello-World',
          environment: 'production',
          state: 'success',
          sha: 'tags/0.0.1',
          ref: 'refs/tags/0.0.1',
          actor: 'Codertocat',
        },
      ],
    },
  });
});

test('belongs to the service that the rule names', () => {
  const named = { deployReleases: { environment: 'Production – web' } };
  expect(read({}, named)).toMatchObject({ facts: { deployEvents: [{ service: 'web' }] } });
});

test.each([
  ['no rule', {}, {}],
  ['being a draft', { draft: true }, rules],
  ['being a pre-release', { prerelease: true }, rules],
])('is no deploy by %s', (_, changes, given) => {
  expect(read(changes, given).kind).toBe('ignored');
});

test('may be by nobody and lead nowhere', () => {
  const recording = read({ author: null, html_url: 'javascript:0' });
  expect(recording.kind).toBe('facts');
  expect(JSON.stringify(recording)).not.toMatch(/actor|javascript/);
});
