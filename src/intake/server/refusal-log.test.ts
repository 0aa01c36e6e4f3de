import { expect, test } from '@jest/globals';
import { createLog } from '../../platform/log.ts';
import { refusalLog } from './refusal-log.ts';

test('a flood of refusals is a line a minute for each route and reason, with how many there were', () => {
  let now = 1_000_000;
  const lines: unknown[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  const told = refusalLog({ log, clock: { now: () => now } });
  for (let at = 0; at < 1_000; at += 1) told.refused('github', 'bad-credential');
  told.refused('github', 'too-large');
  now += 60_000;
  told.refused('github', 'bad-credential');
  expect(lines).toMatchObject([
    { level: 'warn', route: 'github', reason: 'bad-credential', count: 1 },
    { route: 'github', reason: 'too-large', count: 1 },
    { route: 'github', reason: 'bad-credential', count: 1_000 },
  ]);
});
