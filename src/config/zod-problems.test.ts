import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { zodProblems } from './zod-problems.ts';

function told(schema: z.ZodType, value: unknown) {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) =>
    zodProblems(issue, schema, value).map(
      ({ path, at, problem, hint }) => `${path.join('.')} (${at}): ${problem}: ${hint}`,
    ),
  );
}

test('each unknown key by itself, with the one that is near or all that are known', () => {
  const schema = z.object({
    list: z.array(z.strictObject({ service: z.string().optional(), paths: z.string().optional() })).nullable(),
  });
  expect(told(schema, { list: [{ servise: 'a', zzzzzzzz: 1 }] })).toEqual([
    'list.0.servise (key): unknown key "servise": Did you mean service?',
    'list.0.zzzzzzzz (key): unknown key "zzzzzzzz": Known: service, paths.',
  ]);
  const optional = z.object({ inner: z.strictObject({ level: z.string() }).partial().optional() });
  expect(told(optional, { inner: { levels: 'x' } })).toEqual([
    'inner.levels (key): unknown key "levels": Did you mean level?',
  ]);
});

test('unknown keys under names that people choose', () => {
  const schema = z.record(z.string(), z.strictObject({ paths: z.string() }).partial());
  expect(told(schema, { checkout: { path: 'a' } })).toEqual([
    'checkout.path (key): unknown key "path": Did you mean paths?',
  ]);
});

test('a value of several, also where it is no text', () => {
  const schema = z.object({ level: z.enum(['observe', 'report']) });
  expect(told(schema, { level: 'reprt' })).toEqual([
    'level (value): "reprt" is not one of the values: Did you mean report?',
  ]);
  expect(told(schema, { level: 12_345_678 })).toEqual([
    'level (value): "12345678" is not one of the values: Known: observe, report.',
  ]);
});

test('a name that is none', () => {
  const [problem] = told(z.record(z.string().regex(/^\w+$/), z.string()), { 'a b': 'c' });
  expect(problem).toMatch(/^a b \(key\): is not a valid name: Use 1 to 100 letters/);
});

test('what is missing is named, with what it is for where that is described', () => {
  expect(told(z.object({ id: z.string(), url: z.string().describe('Where it is.') }), {})).toEqual([
    'id (value): "id" is missing: ',
    'url (value): "url" is missing: Where it is.',
  ]);
});

test('a wrong type: what is expected, what is there, and the quotes that a text lacks', () => {
  const schema = z.object({
    text: z.string(),
    list: z.array(z.string()),
    map: z.object({}),
    flag: z.boolean().describe('Whether it is on.'),
    number: z.number(),
    date: z.date(),
  });
  expect(told(schema, { text: 1, list: 'a', map: [], flag: null, number: {}, date: true })).toEqual([
    'text (value): must be a text, but is a number: Put the value in quotes.',
    'list (value): must be a list, but is a text: Write a list.',
    'map (value): must be a map of keys and values, but is a list: Write a map of keys and values.',
    'flag (value): must be true or false, but is empty: Whether it is on.',
    'number (value): must be a number, but is a map of keys and values: Write a number.',
    'date (value): must be date, but is true or false: Write date.',
  ]);
  expect(told(z.object({ text: z.string() }), { text: ['a'] })).toEqual([
    'text (value): must be a text, but is a list: Write a text.',
  ]);
  expect(told(z.object({ text: z.string() }), { text: 1n })[0]).toContain('but is bigint');
});

test('a description is found on the optional as well as on what it holds', () => {
  const outer = z.object({ url: z.string().optional().describe('Outer.') });
  const inner = z.object({ flag: z.boolean().describe('Inner.').nullable() });
  expect(told(outer, { url: {} })).toEqual(['url (value): must be a text, but is a map of keys and values: Outer.']);
  expect(told(inner, { flag: 'a' })).toEqual(['flag (value): must be true or false, but is a text: Inner.']);
});

test('too long and empty, described or not', () => {
  const schema = z.object({
    long: z.string().max(2),
    described: z.string().max(2).describe('Two letters.'),
    empty: z.string().min(1),
    list: z.array(z.string()).min(1).describe('At least one.'),
  });
  expect(told(schema, { long: 'abc', described: 'abc', empty: '', list: [] })).toEqual([
    'long (value): is too long: at most 2: Shorten it.',
    'described (value): is too long: at most 2: Two letters.',
    'empty (value): is empty: Give it a value or leave the key out.',
    'list (value): is empty: At least one.',
  ]);
});

test('whatever else is not valid gives its description, else the reason of the schema itself', () => {
  const schema = z.object({
    shape: z.string().regex(/^a/, 'must begin with a'),
    step: z.number().multipleOf(5).describe('In steps of five.'),
    own: z.string().refine(() => false, 'is refused'),
  });
  expect(told(schema, { shape: 'b', step: 3, own: 'c' })).toEqual([
    'shape (value): is not valid: must begin with a',
    'step (value): is not valid: In steps of five.',
    'own (value): is not valid: is refused',
  ]);
});

test('a document that is no map at all is a problem of the whole', () => {
  expect(told(z.object({ id: z.string() }), 'text')).toEqual([
    ' (value): must be a map of keys and values, but is a text: Write a map of keys and values.',
  ]);
});
