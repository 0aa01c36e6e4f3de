import { expect, test } from '@jest/globals';
import { answersKey } from './answers-key.ts';
import type { Effect, EffectKind, Wanted } from './contract.ts';
import { costOfStep } from './cost-of-step.ts';
import type { Step } from './post-history.ts';
import type { RevertWork } from './revert-work.ts';

const CREATE: Step = { kind: 'create' };
const UPDATE: Step = { kind: 'update', key: 1 };
const LOOK: Step = { kind: 'reconcile', since: 0 };
const REVERT = { blobs: [] as RevertWork['blobs'] } as RevertWork;

function effect(kind: EffectKind, wanted: Partial<Wanted> = {}, naturalKey = 'inc'): Effect {
  return {
    installationId: 1,
    id: 'e',
    kind,
    naturalKey,
    repositoryId: 1,
    wanted: { body: 'b', ...wanted },
    wantedHash: 'h',
    state: 'posting',
    fence: 1,
    attempts: 1,
  };
}

test('only what is made costs: an edit and a look are free, and so is a comment whose issue is not there', () => {
  expect(costOfStep(effect('issue'), CREATE, undefined)).toEqual({ calls: 1, opensIssue: true, isAskedFor: false });
  for (const step of [UPDATE, LOOK]) {
    expect(costOfStep(effect('issue'), step, undefined)).toMatchObject({ calls: 0, opensIssue: false });
    expect(costOfStep(effect('issue-comment'), step, 5).calls).toBe(0);
  }
  expect(costOfStep(effect('issue-comment'), CREATE, 5)).toEqual({ calls: 1, opensIssue: false, isAskedFor: false });
  expect(costOfStep(effect('issue-comment'), CREATE, undefined).calls).toBe(0);
});

test('a revert costs its blobs, tree, commit, branch and pull request, also when it is looked for', () => {
  const seen = {} as NonNullable<RevertWork['asked']>['seen'];
  const revert = { ...REVERT, blobs: [{ sha: 'a', content: '' }], asked: { commentId: 1, seen, needsAdmin: false } };
  for (const step of [CREATE, LOOK]) {
    expect(costOfStep(effect('revert-pull-request', { revert }), step, undefined)).toEqual({
      calls: 5,
      opensIssue: false,
      isAskedFor: true,
    });
  }
  expect(costOfStep(effect('revert-pull-request', { revert }), UPDATE, undefined).calls).toBe(0);
  expect(costOfStep(effect('revert-pull-request', { revert: REVERT }), CREATE, undefined).isAskedFor).toBe(false);
});

test('reactions and answers are what people asked for', () => {
  expect(costOfStep(effect('reaction'), LOOK, 5)).toEqual({ calls: 1, opensIssue: false, isAskedFor: true });
  expect(costOfStep(effect('issue-comment', {}, answersKey('inc')), CREATE, 5).isAskedFor).toBe(true);
  expect(costOfStep(effect('issue-comment', {}, 'inc:resolved'), CREATE, 5).isAskedFor).toBe(false);
});
