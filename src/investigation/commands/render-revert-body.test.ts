import { expect, test } from '@jest/globals';
import { renderRevertBody } from './render-revert-body.ts';

const sha = (index: number) => index.toString(16).padStart(40, '0');

test.each([
  [30, 0],
  [260, 230],
])('of %i commits that a draft takes back, %i are not listed, and it says so', (count, left) => {
  const commits = Array.from({ length: count }, (_, index) => ({
    sha: sha(index),
    tree: sha(0),
    parents: [sha(index + 1)],
    committedAt: 0,
    message: `Change ${index}`,
  }));
  const body = renderRevertBody({
    repository: { fullName: 'acme/shop', webUrl: 'https://github.example/acme/shop' },
    incident: { id: 'i', service: 'shop', environment: 'production' },
    revert: {
      id: 'i:deploy',
      incidentId: 'i',
      repositoryId: 1,
      issueNumber: 3,
      subject: { kind: 'deploy', lastGood: sha(count), bad: sha(0) },
      deploy: 'd',
      by: { kind: 'automatic' },
      at: 0,
      state: 'planned',
      plans: 0,
    },
    plan: { outcome: 'clean', tree: sha(0), files: [], reasons: [], commits, touched: [], objects: [] },
    onto: sha(0),
    notes: [],
    evidence: [],
  });
  expect(body.match(/`Change \d+`/g)).toHaveLength(30);
  expect(/and (\d+) commits more\./.exec(body)?.[1]).toBe(left === 0 ? undefined : String(left));
});
