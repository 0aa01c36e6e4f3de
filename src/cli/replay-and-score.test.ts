import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { goldenIncidents } from '../../test/support/cases/golden-incidents.ts';
import { writeCase } from '../investigation/case-document.ts';
import type { CommandOutput } from './command-output.ts';
import { registerReplay } from './replay.ts';
import { registerScore } from './score.ts';

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const documents = goldenIncidents()
  .filter(({ id }) => ['step', 'flag-flip', 'no-telemetry'].includes(id))
  .map((incident) => JSON.stringify(writeCase(incident)));
const all = documents.join('\n\n');
const truth = file(
  'truth.json',
  JSON.stringify({ step: { culprit: { deploy: 'd2' } }, 'flag-flip': { culprit: null, set: 'cases' } }),
);

async function run(...argv: string[]): Promise<{ out: string[]; errors: string[]; code: number }> {
  const said = { out: [] as string[], errors: [] as string[], code: 0 };
  const output: CommandOutput = {
    out: (line) => void said.out.push(line),
    error: (line) => void said.errors.push(line),
    exitCode: (code) => {
      said.code = code;
    },
  };
  const program = new Command().exitOverride();
  registerReplay(program, output);
  registerScore(program, output);
  await program.parseAsync(['node', 'whatchanged', ...argv]);
  return said;
}

describe('replay', () => {
  test('one answer a line, in the file’s order, as JSON', async () => {
    const { out, code } = await run('replay', file('a.jsonl', all), '--json');
    const answers = out.map((line) => JSON.parse(line));
    expect(answers.map((answer) => answer.case)).toEqual(['step', 'flag-flip', 'no-telemetry']);
    expect(answers[0]).toMatchObject({
      verdict: 'strong',
      suspects: [{ deploy: 'd2' }, { deploy: 'd1' }, { deploy: 'd2' }],
    });
    expect(code).toBe(0);
  });

  test('for people, from a packed file and from a single document', async () => {
    const packed = await run('replay', file('a.jsonl.gz', gzipSync(all)));
    expect(packed.out[0]).toMatch(/^step: strong; no change \d+ %; first suspect d2 \/ d1e2c1a0/);
    expect(packed.out.find((line) => line.startsWith('no-telemetry'))).toMatch(
      /^no-telemetry: plausible; no change \d+ %; first suspect d2 \d+ % \(live .*\), of its 2 commits first d1e2c1a0+ \d+ %, 4ead3e0+ \d+ %$/,
    );
    const bare = { ...JSON.parse(documents[0] ?? ''), deploys: [] };
    expect((await run('replay', file('one.json', JSON.stringify(bare)))).out[0]).toContain('the case has no deploy');
  });

  test('a case that cannot be read is told by line, the others are answered', async () => {
    const { out, errors, code } = await run('replay', file('b.jsonl', `{"format":"x"}\nnot json\n${documents[0]}\n`));
    expect(out).toHaveLength(1);
    expect(errors).toHaveLength(2);
    expect(errors[1]).toMatch(/b\.jsonl:2: /);
    expect(code).toBe(1);
  });

  test.each([
    ['none.json', undefined, 'ENOENT'],
    ['none.jsonl', undefined, 'ENOENT'],
    ['none.jsonl.gz', undefined, 'ENOENT'],
    ['plain.jsonl.gz', 'not packed', 'incorrect header check'],
    ['cut.jsonl.gz', gzipSync(all).subarray(0, 200), 'unexpected end of file'],
  ])('the file %s is told with the reason', async (name, content, reason) => {
    const path = content === undefined ? join(folder, name) : file(name, content);
    const failure: unknown = await run('replay', path).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'configuration-invalid' });
    expect((failure as Error).message).toContain(`The cases in ${path} cannot be read: `);
    expect((failure as Error).message).toContain(reason);
  });
});

describe('score', () => {
  test('lines for people; cases without an answer are told', async () => {
    const { out, errors } = await run('score', file('c.jsonl', all), '--truth', truth);
    expect(out[0]).toBe('cases: 2 cases');
    expect(out.join('\n')).toContain('- latest deploy');
    expect(errors).toEqual([expect.stringContaining('no answer for 1 cases, such as no-telemetry')]);
  });

  test('figures as JSON, and a page beside it', async () => {
    const html = join(folder, 'score.html');
    const { out } = await run('score', file('d.jsonl', `${all}\nnot json`), '--truth', truth, '--json', '--html', html);
    expect(JSON.parse(out[0] ?? '')).toMatchObject([{ set: 'cases', cases: 2, hitRate1: { hits: 1, of: 1 } }]);
    expect(readFileSync(html, 'utf8')).toContain('<h2>cases</h2>');
  });

  test.each(['beside.json', 'beside.jsonl', 'beside.jsonl.gz'])('the answers to %s lie beside it', async (name) => {
    const [first = ''] = documents;
    file('beside.truth.json', readFileSync(truth));
    const { out, errors } = await run('score', file(name, name.endsWith('.gz') ? gzipSync(first) : first));
    expect([out[0], errors]).toEqual(['cases: 1 cases', []]);
  });

  test.each([
    ['there are none', [], /^The answers in .*lonely\.truth\.json cannot be read: ENOENT.* Give with --truth /],
    ['they are no JSON', ['--truth', file('torn.json', '{')], /torn\.json cannot be read: .*JSON/],
    ['they are no answers', ['--truth', file('wrong.json', '{ "step": {} }')], /wrong\.json .* the truth of step: /],
    ['the page has no folder', ['--truth', truth, '--html', join(folder, 'no', 'a.html')], /^The page .*no\/a\.html /],
  ])('where %s, the file is told', async (_, options, message) => {
    await expect(run('score', file('lonely.jsonl', all), ...options)).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringMatching(message),
    });
  });
});
