import { expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import { issues } from './issues.ts';

const { payload } = githubFixture('issues');
const read = (changes: Record<string, unknown>) => issues.read(changed(payload, changes), { receivedAt: 0, rules: {} });

test('the label that stops reverts is told with who put it on', () => {
  const stopLabels = [{ repositoryId: 186853002, issueNumber: 1, sender: { id: 21031067, type: 'User' } }];
  expect(read({})).toMatchObject({ kind: 'facts', facts: { installationId: 1, stopLabels } });
  expect(read({ label: { name: 'WhatChanged:Stop' } })).toMatchObject({ kind: 'facts' });
});

test('other labels mean nothing', () => {
  expect(read({ label: { name: 'bug' } })).toMatchObject({ kind: 'ignored' });
});
