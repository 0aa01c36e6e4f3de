import { describe, expect, test } from '@jest/globals';
import type { Subject } from './command.ts';
import { findSubject, type SubjectScene } from './find-subject.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const C = `${'b'.repeat(39)}c`;
const suspect = (commit: string | null, deploy: string | null = 'd2') => ({
  deploy,
  commit,
  probability: 0.9,
  evidence: [],
});
const scene: SubjectScene = {
  verdict: { band: 'strong', suspects: [suspect(C), suspect(A, 'd1')] },
  deploys: [
    { id: 'd1', repositoryId: 7, sha: A, commits: [A] },
    { id: 'd2', repositoryId: 7, sha: C, previousSha: A, commits: [B, C] },
  ],
  commits: [
    { repositoryId: 7, sha: A },
    { repositoryId: 7, sha: B, pullRequest: 12 },
    { repositoryId: 7, sha: C, pullRequest: 12 },
  ],
};

test('the first suspect is taken as the pull request that brought it, with all its commits', () => {
  expect(findSubject({ kind: 'first' }, scene)).toEqual({
    kind: 'found',
    repositoryId: 7,
    deploy: 'd2',
    commits: [C, B],
    revert: { kind: 'pull', number: 12, sha: C },
  });
});

test('a commit is found by its first digits, also without a verdict', () => {
  expect(findSubject({ kind: 'commit', sha: 'aaaaaaa' }, { ...scene, verdict: undefined })).toMatchObject({
    deploy: 'd1',
    revert: { kind: 'commit', sha: A },
  });
  expect(findSubject({ kind: 'commit', sha: C }, scene)).toMatchObject({ revert: { kind: 'commit', sha: C } });
});

test('a deploy is the range from what was live before', () => {
  const found = { kind: 'found', commits: [C, B], revert: { kind: 'deploy', lastGood: A, bad: C } };
  expect(findSubject({ kind: 'deploy' }, scene)).toMatchObject(found);
  const unknown = { ...scene, verdict: { band: 'strong' as const, suspects: [suspect(null)] } };
  expect(findSubject({ kind: 'first' }, unknown)).toMatchObject(found);
});

describe('nothing is found', () => {
  const none = { ...scene, verdict: { band: 'none' as const, suspects: [suspect(C)] } };
  const first = { ...scene, verdict: { band: 'strong' as const, suspects: [suspect(A, 'd1')] } };
  test.each<[string, Subject, SubjectScene, string]>([
    ['before the first verdict', { kind: 'first' }, { ...scene, verdict: undefined }, 'no-verdict-yet'],
    ['where no deploy explains it', { kind: 'first' }, none, 'no-suspect'],
    ['for a pull request that did not go live', { kind: 'pull', number: 13 }, scene, 'unknown-pull'],
    ['for a commit that did not go live', { kind: 'commit', sha: 'c'.repeat(40) }, scene, 'unknown-commit'],
    ['for digits that several have', { kind: 'commit', sha: 'bbbbbbb' }, scene, 'ambiguous-commit'],
    ['for the first deploy ever seen', { kind: 'deploy' }, first, 'no-last-good'],
  ])('%s', (_, subject, where, reason) => {
    expect(findSubject(subject, where)).toEqual({ kind: 'refused', reason });
  });
});
