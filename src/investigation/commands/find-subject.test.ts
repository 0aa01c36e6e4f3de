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
  home: 7,
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

test('of the deploys that carried a commit the one most to blame is meant, without a verdict the last', () => {
  // One repository of several services: the next service was deployed with the same commits.
  const deploys = [...scene.deploys, { id: 'd3', repositoryId: 7, sha: C, previousSha: A, commits: [B, C] }];
  const suspects = [suspect(C), suspect(C, 'd3'), suspect(A, 'd1')];
  const shared: SubjectScene = { ...scene, deploys, verdict: { band: 'strong', suspects } };
  for (const subject of [{ kind: 'commit', sha: C } as const, { kind: 'pull', number: 12 } as const]) {
    expect(findSubject(subject, shared)).toMatchObject({ deploy: 'd2' });
    expect(findSubject(subject, { ...shared, verdict: undefined })).toMatchObject({ deploy: 'd3' });
    expect(findSubject(subject, { ...shared, verdict: { band: 'none', suspects: [suspect(C, 'd9')] } })).toMatchObject({
      deploy: 'd3',
    });
  }
});

describe('a deploy that brought more than is known', () => {
  const cut = (among: readonly ReturnType<typeof suspect>[], commits: readonly string[]): SubjectScene => ({
    ...scene,
    verdict: { band: 'plausible', suspects: among },
    deploys: [{ id: 'd2', repositoryId: 7, sha: C, previousSha: A, commits, truncated: true }],
  });

  test('is not taken for the only pull request that is known of it', () => {
    const half = { ...suspect(B), probability: 0.4 };
    const among = [half, { ...half, commit: C }];
    expect(findSubject({ kind: 'first' }, cut(among, [B, C]))).toMatchObject({
      reason: 'several-changes',
      candidates: ['#12'],
    });
  });

  test('is not taken for its only known commit: all of it is meant, from what was live before', () => {
    expect(findSubject({ kind: 'first' }, cut([suspect(null)], [B]))).toMatchObject({
      revert: { kind: 'deploy', lastGood: A, bad: C },
    });
  });
});

test('a deploy is the range from what was live before', () => {
  const found = { kind: 'found', commits: [C, B], revert: { kind: 'deploy', lastGood: A, bad: C } };
  expect(findSubject({ kind: 'deploy' }, scene)).toMatchObject(found);
  const unknown = { ...scene, verdict: { band: 'strong' as const, suspects: [suspect(null)] } };
  expect(findSubject({ kind: 'first' }, unknown)).toMatchObject(found);
});

describe('where the changes of a deploy share the blame', () => {
  const share = (commit: string, probability: number, deploy = 'd2') => ({ ...suspect(commit, deploy), probability });
  const suspects = [share(A, 0.25, 'd1'), share(C, 0.24), share(B, 0.2)];
  const shared: SubjectScene = {
    ...scene,
    verdict: { band: 'weak', suspects },
    commits: scene.commits.map((commit) => (commit.sha === C ? { ...commit, pullRequest: 13 } : commit)),
  };
  const first: Subject = { kind: 'first' };

  test('none is taken for another, and those that can be named are listed, the most probable first', () => {
    expect(findSubject(first, shared)).toEqual({
      kind: 'refused',
      reason: 'several-changes',
      candidates: ['#13', '#12'],
    });
  });

  test('a number of another repository is no name, nor is there one where no pull request is known', () => {
    const [b, c] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string];
    const verdict = { band: 'weak' as const, suspects: [share(c, 0.24), share(b, 0.2)] };
    const commits = [
      { repositoryId: 7, sha: b, pullRequest: 12 },
      { repositoryId: 7, sha: c },
    ];
    const own: SubjectScene = { ...scene, verdict, commits };
    expect(findSubject(first, own)).toMatchObject({ candidates: [c.slice(0, 12), '#12'] });
    expect(findSubject(first, { ...own, home: 9 })).toMatchObject({ candidates: [c.slice(0, 12), b.slice(0, 12)] });
  });

  test('the whole deploy is the leading one, though the first suspect is in another', () => {
    expect(findSubject({ kind: 'deploy' }, shared)).toMatchObject({ deploy: 'd2', commits: [C, B] });
  });

  test('a deploy of one pull request is that pull request', () => {
    expect(findSubject(first, { ...shared, commits: scene.commits })).toMatchObject({
      kind: 'found',
      commits: [C, B],
      revert: { kind: 'pull', number: 12 },
    });
  });
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

describe('of several repositories', () => {
  const other = { repositoryId: 8, sha: 'd'.repeat(40), pullRequest: 12 };
  const deploys = [...scene.deploys, { id: 'd3', repositoryId: 8, sha: other.sha, commits: [other.sha] }];
  const both: SubjectScene = { ...scene, deploys, commits: [...scene.commits, other] };
  const number: Subject = { kind: 'pull', number: 12 };

  test.each<[string, SubjectScene, object]>([
    ['the own one is meant', both, { repositoryId: 7 }],
    ['the own one is meant, whichever that is', { ...both, home: 8 }, { repositoryId: 8 }],
    ['none is guessed where the own one has no such number', { ...both, home: 9 }, { reason: 'ambiguous-pull' }],
    ['the only one that has it is meant', { ...both, home: 9, commits: [other] }, { repositoryId: 8 }],
  ])('%s', (_, where, expected) => {
    expect(findSubject(number, where)).toMatchObject(expected);
  });

  test('a commit that a fork has too is the own one, and never guessed', () => {
    const fork = { id: 'd4', repositoryId: 8, sha: A, commits: [A] };
    const forked: SubjectScene = { ...scene, deploys: [...scene.deploys, fork] };
    const commit: Subject = { kind: 'commit', sha: A.slice(0, 9) };
    expect(findSubject(commit, forked)).toMatchObject({ repositoryId: 7, deploy: 'd1' });
    expect(findSubject(commit, { ...forked, home: 8 })).toMatchObject({ repositoryId: 8, deploy: 'd4' });
    expect(findSubject(commit, { ...forked, home: 9 })).toMatchObject({ reason: 'ambiguous-commit' });
    const verdict = { band: 'strong' as const, suspects: [suspect(A, 'd4')] };
    expect(findSubject({ kind: 'first' }, { ...forked, home: 9, verdict })).toMatchObject({ repositoryId: 8 });
  });

  test('a suspect is never taken for another pull request of its number', () => {
    const verdict = { band: 'strong' as const, suspects: [suspect(other.sha, 'd3')] };
    expect(findSubject({ kind: 'first' }, { ...both, verdict })).toMatchObject({
      repositoryId: 8,
      commits: [other.sha],
    });
  });
});
