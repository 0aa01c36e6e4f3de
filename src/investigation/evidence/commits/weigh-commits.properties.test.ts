import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ALERT, changed, commit, incident, logged, QUIET } from '../../../../test/support/cases/commit-incident.ts';
import type { Case } from '../../case.ts';
import { plainText } from '../../sentence.ts';
import { HOUR_MS } from '../../time.ts';
import { commitScene } from './scene/commit-scene.ts';
import { weighCommits } from './weigh-commits.ts';

// Each run weighs whole cases.
const RUNS = { numRuns: 40 };

describe('properties', () => {
  // Words that no table knows and that no ending changes.
  const name = fc
    .array(fc.constantFrom('bo', 'ka', 'mu', 'to', 'zi'), { minLength: 3, maxLength: 5 })
    .map((parts) => `${parts.join('')}k`);
  const names = fc.uniqueArray(name, { minLength: 8, maxLength: 8 });
  const pick = fc.array(fc.nat(7), { minLength: 1, maxLength: 5 });
  const shape = fc.record({
    log: pick,
    told: pick,
    commits: fc.array(fc.record({ title: pick, diff: pick }), { minLength: 2, maxLength: 6 }),
  });

  const build = (
    words: readonly string[],
    plan: { log: number[]; told: number[]; commits: { title: number[]; diff: number[] }[] },
  ) => {
    const say = (picked: readonly number[]) => picked.map((index) => words[index] ?? '').join(' ');
    const commits = plan.commits.map(({ title, diff }, index) => ({
      ...commit(`s${index}`, say(title), changed('src/a.ts', say(diff))),
      committedAt: ALERT - index * HOUR_MS,
    }));
    return incident(commits, {
      logs: logged(say(plan.log)),
      alert: { service: 'shop', startedAt: ALERT, labels: { description: say(plan.told) } },
    });
  };
  const weightsOf = (theCase: Case) =>
    new Map([...weighCommits(commitScene(theCase))].map(([sha, { logWeight }]) => [sha, logWeight]));

  test('the order of commits, logs and deploys does not matter', () => {
    fc.assert(
      fc.property(names, shape, (words, plan) => {
        const theCase = build(words, plan);
        const turned = weightsOf({
          ...theCase,
          commits: [...(theCase.commits ?? [])].reverse(),
          logs: [...(theCase.logs ?? [])].reverse(),
        });
        for (const [sha, weight] of weightsOf(theCase)) expect(turned.get(sha)).toBeCloseTo(weight, 9);
      }),
      RUNS,
    );
  });

  test('other names for the same things change nothing', () => {
    fc.assert(
      fc.property(names, names, shape, (words, others, plan) => {
        const renamed = weightsOf(build(others, plan));
        for (const [sha, weight] of weightsOf(build(words, plan))) expect(renamed.get(sha)).toBeCloseTo(weight, 9);
      }),
      RUNS,
    );
  });

  test('all times shifted change nothing', () => {
    fc.assert(
      fc.property(names, shape, fc.integer({ min: -1e9, max: 1e9 }), (words, plan, by) => {
        const theCase = build(words, plan);
        const shifted = weightsOf({
          ...theCase,
          askedAt: theCase.askedAt + by,
          alert: { ...theCase.alert, startedAt: theCase.alert.startedAt + by },
          deploys: theCase.deploys.map((deploy) => ({ ...deploy, startedAt: deploy.startedAt + by })),
          commits: (theCase.commits ?? []).map((one) => ({ ...one, committedAt: (one.committedAt ?? 0) + by })),
          logs: (theCase.logs ?? []).map((row) => ({ ...row, at: row.at + by })),
        });
        for (const [sha, weight] of weightsOf(theCase)) expect(shifted.get(sha)).toBeCloseTo(weight, 6);
      }),
      RUNS,
    );
  });

  test('a commit that shares nothing with the incident gets nothing, and lifts nobody by more than a rarer word is worth', () => {
    fc.assert(
      fc.property(names, shape, (words, plan) => {
        const theCase = build(words, plan);
        const stranger = { ...commit('stranger', 'qqfoob', changed('src/z.ts', 'qqfoob wwbaaf')), committedAt: ALERT };
        const wider = weightsOf({ ...theCase, commits: [...(theCase.commits ?? []), stranger] });
        expect(wider.get('stranger')).toBe(0);
        for (const [sha, weight] of weightsOf(theCase)) expect((wider.get(sha) ?? 0) - weight).toBeLessThan(1.5);
      }),
      RUNS,
    );
  });

  test('odd text breaks nothing', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 200 }));
    const file = fc
      .record({ path: text, patch: text })
      .map(({ path, patch }) => ({ path, patch: `@@ -1 +1 @@ ${patch}\n+${patch}\n-${path}` }));
    fc.assert(
      fc.property(text, text, text, fc.array(file, { maxLength: 3 }), (title, message, said, files) => {
        const theCase = incident([{ sha: 'x', message: said, author: title, files }, QUIET], {
          logs: logged(message),
          alert: { service: message, title, startedAt: ALERT, labels: { description: said, [said]: title } },
        });
        for (const { logWeight, clues } of weighCommits(commitScene(theCase)).values()) {
          expect(Number.isFinite(logWeight)).toBe(true);
          for (const { says } of clues) expect(plainText(says)).not.toBe('');
        }
      }),
      RUNS,
    );
  });

  test.each([
    'a',
    'a.',
    '/',
    "'",
    '"',
    '((',
    '0a',
    'A_',
    ' ',
    'a@',
    'x.js:1(',
    'a-',
    'aB',
    'http://',
    '+)+',
    '\n@@ -1 +1 @@',
    '(a+',
  ])('a million characters of %j are read to the end', (piece) => {
    const text = piece.repeat(1e6 / piece.length);
    const theCase = incident(
      [
        {
          sha: 'x',
          message: text,
          author: text,
          files: [{ path: text, patch: `@@ -1 +1 @@ ${text}\n+${text}\n-${text}` }, changed('package.json', text)],
        },
      ],
      {
        logs: logged(text),
        alert: { service: 'shop', title: text, startedAt: ALERT, labels: { description: text, x: text } },
      },
    );
    expect(Number.isFinite(weighCommits(commitScene(theCase)).get('x')?.logWeight)).toBe(true);
  });
});
