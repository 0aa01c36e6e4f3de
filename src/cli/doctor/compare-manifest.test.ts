import { expect, test } from '@jest/globals';
import { shippedManifests } from '../shipped-manifests.ts';
import { compareManifest } from './compare-manifest.ts';

const shipped = shippedManifests();
const { observe, full } = shipped;
const possible = { possible: true, why: '' };
const lines = (...given: Parameters<typeof compareManifest>) =>
  compareManifest(...given).map(({ state, subject, says }) => `${state}: ${subject ?? ''} ${says}`);

test('each of the manifests that we ship is in order where it is meant for', () => {
  expect(lines(full, shipped, possible)).toEqual(['ok:  It has the permissions and events that it needs.']);
  expect(lines(observe, shipped, { possible: false, why: 'WHATCHANGED_REVERTS is off' })).toEqual([
    'ok:  It has the permissions and events that it needs.',
  ]);
  expect(lines(observe, shipped, possible)).toEqual([
    expect.stringMatching(/^ok: contents: read No revert can be drafted/),
  ]);
});

test('writing code is superfluous where no revert may be drafted', () => {
  expect(lines(full, shipped, { possible: false, why: 'WHATCHANGED_REVERTS is off' })).toEqual([
    'warning: contents: write is superfluous: WHATCHANGED_REVERTS is off, so no branch is ever written.',
  ]);
});

test('every permission and event that is missing or too much is told by itself', () => {
  const { issues: _, actions: __, ...permissions } = full.permissions;
  const app = {
    permissions: { ...permissions, metadata: 'read', actions: 'write', workflows: 'write', deployments: 'admin' },
    events: [...full.events.filter((event) => event !== 'push' && event !== 'repository'), 'star'],
  };
  expect(lines(app, shipped, possible)).toEqual([
    'problem: issues: write is missing (it has none): no issue can be opened.',
    expect.stringMatching(/^warning: deployments: admin is superfluous/),
    expect.stringMatching(/^warning: actions: write is superfluous/),
    expect.stringMatching(/^warning: workflows: write is superfluous/),
    'problem: event push is not subscribed to: commits are not recorded.',
    'warning: event star is superfluous: its deliveries are stored and ignored.',
  ]);
});

test('an event that only some configurations need is asked for where one does', () => {
  const needing = { ...shipped, full: { ...full, events: [...full.events, 'workflow_job'] } };
  expect(lines(full, needing, possible)).toEqual([
    expect.stringMatching(/^problem: event workflow_job is not subscribed/),
  ]);
});
