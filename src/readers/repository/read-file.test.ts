import { describe, expect, test } from '@jest/globals';
import { answer } from '../../../test/support/github/scripted-github.ts';
import { open } from '../../../test/support/github/scripted-repository.ts';

describe('a file', () => {
  const file = (bytes: Uint8Array | string, more: object = {}) => ({
    type: 'file',
    encoding: 'base64',
    content: Buffer.from(bytes).toString('base64'),
    ...more,
  });
  const read = async (content: unknown) => {
    const { repository } = await open({ 'GET /repos/o/r/contents/.github/whatchanged.yml': content });
    return repository.file('.github/whatchanged.yml');
  };

  test('is text', async () => {
    expect(await read(file('level: report # ü\n'))).toBe('level: report # ü\n');
    expect(await read(file(''))).toBe('');
  });

  test('is absent', async () => {
    expect(await read(answer(404))).toBeUndefined();
  });

  test.each([
    ['is a folder', []],
    ['is a link', { type: 'symlink', target: '/etc/passwd' }],
    ['is a submodule', { type: 'submodule' }],
    ['is larger than 1 MB', { type: 'file', encoding: 'none', content: '' }],
    ['is not UTF-8', file(Uint8Array.of(0xff))],
  ])('%s', async (why, content) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'upstream-failed',
      retryable: false,
      message: expect.stringContaining(`.github/whatchanged.yml ${why}`),
    });
  });
});
