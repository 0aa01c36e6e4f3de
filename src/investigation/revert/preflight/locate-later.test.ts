import { describe, expect, test } from '@jest/globals';
import { type MemoryFiles, memoryRepository, sha1 } from '../../../../test/support/revert/memory-repository.ts';
import { locateLater } from './locate-later.ts';

const SHOP = `import { tax } from './tax.js';

export function total(cart) {
  let sum = 0;
  for (const item of cart) {
    sum += item.price;
  }
  return sum;
}

export function count(cart) {
  let number = 0;
  for (const item of cart) {
    number += item.amount;
  }
  return number;
}

class Basket {
  add(item) {
    this.items.push(item);
    this.changed();
  }

  clear() {
    this.items = [];
    this.changed();
  }
}
`;
const put = (from: string, to: string, text = SHOP) => {
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return text.replace(from, to);
};
const inTotal = put('item.price', 'item.offer.price');

/** Reverts the second commit, with all that follow as later ones; gives what is said of each, oldest first. */
function near(before: MemoryFiles, after: MemoryFiles, ...later: readonly MemoryFiles[]) {
  const repository = memoryRepository();
  repository.commit(before);
  const change = repository.commit(after);
  const shas = later.map((files) => repository.commit(files));
  const { commits, touched } = repository.plan([change], shas.at(-1) ?? change);
  const said = shas.map((sha) => ({ sha, paths: ['s.js', 't.js'] })).toReversed();
  return repository
    .run(locateLater({ commits, touched, later: said, sha1 }))
    .toReversed()
    .map((one) => one.near);
}

describe('a later commit', () => {
  test.each<[string, string, ReturnType<typeof near>[number]]>([
    ['changes the same line', put('item.offer.price', 'item.offer?.price', inTotal), { kind: 'lines' }],
    ['changes the line beside it', put('  }\n  return sum', '  }//\n  return sum', inTotal), { kind: 'lines' }],
    [
      'changes the same function',
      put('let sum = 0', 'let sum = 1', inTotal),
      { kind: 'function', name: 'export function total(cart) {' },
    ],
    ['changes another function', put('number += item.amount', 'number += 1', inTotal), undefined],
    ['changes an import', put("'./tax.js'", "'./taxes.js'", inTotal), undefined],
    ['takes the whole file out', '', { kind: 'lines' }],
    ['changes nothing in it', inTotal, undefined],
  ])('%s', (_, today, expected) => {
    expect(near({ 's.js': SHOP }, { 's.js': inTotal }, { 's.js': today, other: today })).toEqual([expected]);
  });

  test('is found where the lines were moved by others before it', () => {
    const moved = `// one\n// two\n// three\n${inTotal}`;
    const longer = put('  let sum = 0;\n', '  let sum = 0;\n  let more = 0;\n  more += 1;\n  more += 2;\n', moved);
    const same = put('item.offer.price', 'item.best', longer);
    const elsewhere = put('number += item.amount', 'number += 1', same);
    expect(
      near(
        { 's.js': SHOP },
        { 's.js': inTotal },
        ...[moved, longer, same, elsewhere].map((text) => ({ 's.js': text })),
      ),
    ).toEqual([undefined, { kind: 'function', name: 'export function total(cart) {' }, { kind: 'lines' }, undefined]);
  });

  test('methods of one class are told apart', () => {
    const inAdd = put('this.items.push(item)', 'this.items.unshift(item)');
    const inClear = put('this.items = []', 'this.items.length = 0', inAdd);
    expect(near({ 's.js': SHOP }, { 's.js': inAdd }, { 's.js': inClear })).toEqual([undefined]);
    const two = put(
      '    this.items.unshift(item);\n    this.changed();\n',
      '    this.items.unshift(item);\n    this.changed();\n    this.all();\n',
      inAdd,
    );
    expect(near({ 's.js': SHOP }, { 's.js': inAdd }, { 's.js': two })).toEqual([
      { kind: 'function', name: 'add(item) {' },
    ]);
  });

  test('the nearest of its files counts', () => {
    const today = { 's.js': put('let sum = 0', 'let sum = 1', inTotal), 't.js': put('item.offer.price', '0', inTotal) };
    expect(near({ 's.js': SHOP, 't.js': SHOP }, { 's.js': inTotal, 't.js': inTotal }, today)).toEqual([
      { kind: 'lines' },
    ]);
  });

  test('of a file that is no text, or was not there, is known by the file', () => {
    const binary = (text: string) => ({ 's.js': `\0${text}` });
    expect(near(binary('1\n'), binary('2\n'), binary('3\n'))).toEqual([undefined]);
    expect(near({ 's.js': SHOP }, { 't.js': SHOP }, { 't.js': inTotal })).toEqual([{ kind: 'lines' }]);
  });

  test('whose objects are not there, or that comes after ten others, is known by the file', () => {
    const repository = memoryRepository();
    repository.commit({ 's.js': SHOP });
    const change = repository.commit({ 's.js': inTotal });
    const { commits, touched } = repository.plan([change], change);
    const gone = { sha: '1'.repeat(40), paths: ['s.js'] };
    expect(repository.run(locateLater({ commits, touched, later: [gone], sha1 }))).toEqual([gone]);
    const many = Array.from({ length: 12 }, (_, n) =>
      repository.commit({ 's.js': put('item.offer.price', `item.p${n}`, inTotal) }),
    );
    const later = many.map((sha) => ({ sha, paths: ['s.js'] }));
    const located = repository.run(locateLater({ commits, touched, later, sha1 }));
    expect(located.map((one) => one.near?.kind)).toEqual([...Array(10).fill('lines'), undefined, undefined]);
  });
});
