import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { crowdedSample } from '../../../../test/support/cases/crowded-sample.ts';
import { bareSample, noneSample, strongSample, weakSample } from '../../../../test/support/cases/report-samples.ts';
import { sharedSample } from '../../../../test/support/cases/shared-sample.ts';
import { code, say } from '../markdown/tree.ts';
import { renderReport } from '../render-report.ts';
import { NO_PAINT } from './paint.ts';
import { printTerminal } from './print-terminal.ts';
import { renderTerminalReport } from './render-terminal-report.ts';

const page = { columns: 100, paint: NO_PAINT, unfolded: true };
const samples = { strongSample, noneSample, weakSample, sharedSample, bareSample, crowdedSample };

describe('the report in a terminal', () => {
  test.each(Object.entries(samples))('%s says what the issue says, without markup', (_, input) => {
    const text = renderTerminalReport(input, page);
    expect(text.split('\n\n')[0]?.replace('\n', ' ')).toBe(renderReport(input).title);
    expect(text).not.toMatch(/xychart|<!--|<details|\*\*|\]\(http/);
    for (const one of input.verdict.suspects.slice(0, 1).flatMap((suspect) => suspect.evidence)) {
      expect(text.replace(/\s+/g, ' ')).toContain(typeof one.says[0] === 'string' ? one.says[0].trim() : one.clue);
    }
  });

  test('what the issue folds away is named and left out unless all is asked for', () => {
    const text = renderTerminalReport(strongSample, { ...page, unfolded: false });
    expect(text).toContain('Timeline (UTC) (--full shows them)');
    expect(text).not.toContain('incident opened');
  });

  test('a command line is never broken: it is there to be copied', () => {
    const text = renderTerminalReport(strongSample, { ...page, columns: 40 });
    expect(text).toContain(
      'gh workflow run deploy.yml --ref main -f service=checkout -f sha=a1b2c3d4e5f60718293a4b5c6d7e8f9012345678\n',
    );
  });

  test('at any width no line but a command is wider than the terminal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 200 }), fc.constantFrom(...Object.values(samples)), (columns, input) => {
        const text = renderTerminalReport({ ...input, redeployCommand: 'deploy {sha}' }, { ...page, columns });
        const lines = text.split('\n');
        return lines.every((line) => Array.from(line).length <= columns);
      }),
      { numRuns: 50 },
    );
  });

  test('foreign text cannot move the cursor, colour anything or ring', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\u001b[2J', '\u009b31m', '\u0007', '\r', '\u202e', '\b'),
        (text, evil) => {
          const printed = printTerminal(
            [
              { kind: 'paragraph', lines: [say`before ${code(`${text}${evil}${text}`)} after`] },
              { kind: 'fence', foreign: `${text}${evil}` },
            ],
            page,
          );
          return !/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(printed);
        },
      ),
      { numRuns: 500 },
    );
  });
});
