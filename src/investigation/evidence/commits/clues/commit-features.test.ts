import { describe, expect, test } from '@jest/globals';
import {
  changed,
  clueOf,
  commit,
  incident,
  logged,
  QUIET,
  told,
} from '../../../../../test/support/cases/commit-incident.ts';
import type { Case } from '../../../case.ts';
import { COMMIT_FEATURES } from './commit-features.ts';
import { COMMIT_WEIGHTS } from './commit-weights.ts';

describe('each feature finds what it looks for, and only there', () => {
  const found: [clue: string, theCase: Case][] = [
    [
      'said-in-message',
      incident(
        [commit('x', 'Voucher totals are rounded'), QUIET],
        told('customers report wrong voucher sums since noon'),
      ),
    ],
    [
      'said-in-diff',
      incident(
        [commit('x', 'Clean up', changed('a.ts', 'applyVoucher(order)')), QUIET],
        told('customers report wrong voucher sums'),
      ),
    ],
    [
      'logged-in-message',
      incident([commit('x', 'Voucher totals are rounded'), QUIET], { logs: logged('voucher has a negative sum') }),
    ],
    [
      'logged-in-diff',
      incident([commit('x', 'Clean up', changed('a.ts', 'applyVoucher(order)')), QUIET], {
        logs: logged('voucher has a negative sum'),
      }),
    ],
    [
      'logged-mechanism',
      incident([commit('x', 'Chart', changed('deploy/values.yaml', 'memory: 256Mi', 'memory: 1Gi')), QUIET], {
        logs: logged('container terminated: OOMKilled'),
      }),
    ],
    [
      'said-mechanism',
      incident(
        [commit('x', 'Chart', changed('deploy/values.yaml', 'memory: 256Mi', 'memory: 1Gi')), QUIET],
        told('pods are killed, out of memory'),
      ),
    ],
    [
      'stack-frame',
      incident(
        [commit('x', 'Clean up', changed('src/pricing/regional.ts', 'look()', 'see()', '@@ -30,3 +30,3 @@')), QUIET],
        {
          logs: logged('Boom\n    at Prices.lookup (/app/src/pricing/regional.ts:31:11)'),
        },
      ),
    ],
    [
      'named-file',
      incident(
        [commit('x', 'Clean up', changed('src/VoucherBook.cc', 'a')), QUIET],
        told('does not compile: VoucherBook.cc is broken'),
      ),
    ],
    [
      'named-thing',
      incident([commit('x', 'Clean up', changed('app.yml', 'ledger-url: here')), QUIET], {
        logs: logged('no value for LEDGER_URL'),
      }),
    ],
    [
      'quoted-text',
      incident([commit('x', 'Clean up', changed('a.ts', "throw new Error('voucher book is empty today')")), QUIET], {
        logs: logged('order 12: voucher book is empty today'),
      }),
    ],
    [
      'dependency',
      incident(
        [commit('x', 'Bump the group', changed('requirements.txt', 'urllib3==2.2.1', 'urllib3==1.26.18')), QUIET],
        {
          logs: logged('HTTPSConnectionPool: Max retries exceeded'),
        },
      ),
    ],
    [
      'nested-repetition',
      incident([commit('x', 'Links', changed('src/links.ts', 'const LINK = /(?:[a-z0-9]+[-._]?)+x/;')), QUIET], {
        logs: logged('event loop was blocked for 900 ms'),
      }),
    ],
    ['configuration', incident([commit('x', 'Chart', changed('deploy/values.yaml', 'a: 1')), QUIET])],
    ['reland', incident([commit('x', 'Reland "Faster seats"', changed('a.ts', 'a')), QUIET])],
  ];
  test.each(found)('%s', (clue, theCase) => {
    expect(clueOf(theCase, 'x', clue)).toBeGreaterThan(0.04);
    expect(clueOf(theCase, 'quiet', clue)).toBe(0);
  });

  const less: [clue: string, theCase: Case][] = [
    ['bump', incident([commit('x', 'Bump zod from 3.1.0 to 3.2.0', changed('package.json', '"zod": "3.2.0"')), QUIET])],
    ['inert-files', incident([commit('x', 'Explain seats', changed('docs/seats.md', 'a')), QUIET])],
    ['revert', incident([commit('x', 'Revert "Faster seats"', changed('a.ts', 'a')), QUIET])],
    ['merge', incident([commit('x', 'Merge pull request #4 from a/b', changed('a.ts', 'a')), QUIET])],
    ['only-moved', incident([commit('x', 'Format', changed('a.ts', 'one  two', 'one two')), QUIET])],
    [
      'ignored-revision',
      incident([
        { ...commit('x', 'Format', changed('a.ts', 'one')), sha: 'abcdef1234' },
        commit('y', 'Ignore it', changed('.git-blame-ignore-revs', '# format\nabcdef1234')),
        QUIET,
      ]),
    ],
  ];
  test.each(less)('%s counts against, but not for ever', (clue, theCase) => {
    const sha = clue === 'ignored-revision' ? 'abcdef1234' : 'x';
    expect(clueOf(theCase, sha, clue)).toBeLessThan(-0.1);
    expect(clueOf(theCase, sha, clue)).toBeGreaterThan(-3);
    expect(clueOf(theCase, 'quiet', clue)).toBe(0);
  });

  test('every feature has a weight with its origin, and no weight is without a feature', () => {
    expect(Object.keys(COMMIT_WEIGHTS).sort()).toEqual(COMMIT_FEATURES.map(({ clue }) => clue).sort());
    for (const { from } of Object.values(COMMIT_WEIGHTS)) expect(from.length).toBeGreaterThan(8);
  });
});
