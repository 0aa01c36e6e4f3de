import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { misfit } from './misfit.ts';

const Body = z.object({ labels: z.record(z.string(), z.object({ at: z.number() })) });
const errorOf = (body: unknown) => Body.safeParse(body).error ?? new z.ZodError([]);

test.each<[string, unknown, string]>([
  ['names the place', { labels: { app: { at: 'x' } } }, 'labels.app.at'],
  ['masks a key that the sender made up', { labels: { '[click](https://evil.example)': { at: 'x' } } }, 'labels.….at'],
  ['says so of the whole', 'text', 'its top'],
])('%s', (_, body, place) => {
  expect(misfit('The event', errorOf(body))).toBe(`The event does not fit its documented shape at ${place}.`);
});

test('what to do comes after it', () => {
  expect(misfit('The report', errorOf('text'), 'It needs an id.')).toMatch(/ at its top\. It needs an id\.$/);
});
