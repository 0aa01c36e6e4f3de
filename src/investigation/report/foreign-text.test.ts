import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { noneSample, resolvedSample, strongSample, weakSample } from '../../../test/support/cases/report-samples.ts';
import { code, sentence } from '../sentence.ts';
import { MOST_BYTES } from './fit-body.ts';
import { cleanForeign } from './markdown/clean-foreign.ts';
import { renderPullRequestComment } from './render-pull-request-comment.ts';
import { renderReport } from './render-report.ts';
import type { ReportInput } from './report-input.ts';

/** Every string of these inputs that came from outside is replaced by `foreign`. */
function withForeign(input: ReportInput, foreign: string): ReportInput {
  const { theCase, verdict } = input;
  const evidence = verdict.suspects.flatMap((suspect) => suspect.evidence);
  return {
    ...input,
    incident: { ...input.incident, service: foreign, environment: foreign },
    alerts: [{ title: foreign, source: foreign, status: 'firing', startsAt: theCase.askedAt - 60_000, url: foreign }],
    deployFacts: Object.fromEntries(theCase.deploys.map(({ id }) => [id, { actor: foreign, url: foreign }])),
    commitFacts: Object.fromEntries(
      (theCase.commits ?? []).map(({ sha }) => [sha, { pullRequestTitle: foreign, authorLogin: foreign }]),
    ),
    redeployCommand: 'deploy {service} {sha}',
    revert: { pullRequest: 7, says: sentence`it applies to ${code(foreign)}` },
    theCase: {
      ...theCase,
      alert: { ...theCase.alert, title: foreign },
      deploys: theCase.deploys.map((deploy) => ({
        ...deploy,
        service: foreign,
        repository: foreign,
        environment: foreign,
      })),
      commits: (theCase.commits ?? []).map((commit) => ({
        ...commit,
        message: foreign,
        author: foreign,
        repository: foreign,
      })),
      changes: (theCase.changes ?? []).map((change) => ({ ...change, title: foreign, actor: foreign })),
      series: (theCase.series ?? []).map((series) => ({ ...series, name: foreign, unit: foreign })),
      logs: (theCase.logs ?? []).map((row) => ({ ...row, service: theCase.alert.service, message: foreign })),
      topology: [{ from: theCase.alert.service, to: foreign }],
      alerts: [{ service: foreign, startedAt: theCase.askedAt }],
    },
    verdict: {
      ...verdict,
      suspects: verdict.suspects.map((suspect) => ({
        ...suspect,
        evidence: evidence.map((one) => ({ ...one, clue: foreign, says: sentence`it says ${code(foreign)} here` })),
      })),
      notChecked: [{ what: sentence`the file ${code(foreign)}`, why: sentence`of ${code(foreign)}${code(foreign)}` }],
    },
  };
}

const bits = fc.constantFrom(
  '`',
  '``',
  '```',
  '~~~',
  '|',
  '\\',
  '\\|',
  '\n',
  '\r\n',
  '<script>',
  '</details>',
  '-->',
  '<!--',
  '--',
  '@org/team',
  '@user',
  'fixes #1',
  '#12',
  'GH-3',
  'o/r#4',
  '![x](https://e.invalid/x.png)',
  '[x](javascript:alert(1))',
  'https://e.invalid/',
  '*',
  '_',
  '**',
  '> ',
  '# ',
  '- ',
  '1. ',
  '    ',
  '\t',
  '$',
  '$$',
  '&lt;',
  '&#64;',
  '\u001b[31m',
  '\u202e',
  '\u200b',
  '\u{e0041}',
  '\u0000',
  '\ud800',
  'é',
  'é',
  '漢字',
  '👩‍👩‍👧',
  ' ',
  'word',
  '%',
  '"',
  "'",
  '{sha}',
  ':---:',
  '[ ]',
  'www.e.invalid',
);
const foreign = fc.oneof(
  { weight: 3, arbitrary: fc.array(bits, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }) },
);

/** Text that is nothing but invisible characters is shown as "(empty)", in words of ours: it would change the shape. */
const visible = (text: string) => (cleanForeign(text).trim() === '' ? 'word' : text);

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

function nodes(markdown: string): readonly Node[] {
  const all = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(all)];
  return all(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

const ALLOWED = new Set([
  'root',
  'paragraph',
  'heading',
  'list',
  'listItem',
  'table',
  'tableRow',
  'tableCell',
  'text',
  'strong',
  'link',
  'inlineCode',
  'code',
  'html',
]);
const OWN_HTML =
  /^(<details><summary>[^<>&]*<\/summary>|<\/details>|<sub>|<\/sub>|<!-- whatchanged:v1 \{[^<>\n]*\} -->)$/;
const OWN_LINK = /^https:\/\/github\.com\/shop\/checkout\/(pull|commit|compare|actions\/runs|issues)\/[0-9a-f.]+$/;

/** The shape of a document without what its code holds: what foreign text must not be able to change. */
function skeleton(markdown: string): readonly string[] {
  return nodes(markdown).map((node) => {
    if (node.type === 'inlineCode' || node.type === 'code') return node.type;
    if (node.type === 'html' && node.value?.startsWith('<!-- whatchanged:v1 ')) return 'html machine block';
    return `${node.type} ${node.url ?? ''} ${node.children === undefined ? (node.value ?? '') : ''}`;
  });
}

const samples = { strong: strongSample, none: noneSample, weak: weakSample, resolved: resolvedSample };

describe.each(Object.entries(samples))('whatever strangers write, the %s report', (_, sample) => {
  test('has the same shape, and their text stands in code only', () => {
    const plain = skeleton(renderReport(withForeign(sample, 'word')).body);
    fc.assert(
      fc.property(foreign, (text) => {
        const { body } = renderReport(withForeign(sample, visible(text)));
        expect(skeleton(body)).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  test('holds only the kinds of node that we use, our own HTML and our own links', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const all = nodes(renderReport(withForeign(sample, text)).body);
        expect(all.filter((node) => !ALLOWED.has(node.type))).toEqual([]);
        expect(all.filter((node) => node.type === 'html' && !OWN_HTML.test(node.value ?? ''))).toEqual([]);
        expect(all.filter((node) => node.type === 'link' && !OWN_LINK.test(node.url ?? ''))).toEqual([]);
        const said = all.filter((node) => node.type === 'text').map((node) => node.value ?? '');
        // `#4821` is the label of a link of ours; GitHub looks for references outside links only.
        expect(said.filter((words) => /@\w|GH-\d|https?:|www\.|\$|(?<=.)#\d/.test(words))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('has a title in the alphabet of titles, of at most 120 characters', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const { title } = renderReport(withForeign(sample, text));
        expect(title).toMatch(/^\[[A-Za-z0-9 ._:/()#%-]+\] [A-Za-z0-9 ._:/()#%,-]+$/);
        expect(title.length).toBeLessThanOrEqual(120);
      }),
      { numRuns: 40 },
    );
  });

  test('has first lines that stand alone: no table, list, chart or heading among the first five', () => {
    const { body, lead } = renderReport(sample);
    expect(body.startsWith(`${lead}\n\n`)).toBe(true);
    expect(lead.split('\n').length).toBeLessThanOrEqual(5);
    expect(nodes(lead).map(({ type }) => type)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/table|list|heading|^code$/)]),
    );
    expect(lead).toContain('checkout');
    expect(lead).toContain('UTC');
  });

  test('never says that a change caused it', () => {
    expect(renderReport(sample).body).not.toMatch(/caused by|root cause|culprit|to blame for/i);
  });

  test('has a machine-readable block that JSON can read', () => {
    fc.assert(
      fc.property(foreign, (text) => {
        const { body } = renderReport(withForeign(sample, text));
        const block = /<!-- whatchanged:v1 (\{.*\}) -->$/.exec(body)?.[1] ?? '';
        expect(JSON.parse(block)).toMatchObject({ incident: sample.incident.id, verdict: sample.verdict.band });
        expect(block).not.toMatch(/--|[<>]/);
      }),
      { numRuns: 40 },
    );
  });
});

test('the comment on a pull request keeps its shape too', () => {
  const plain = skeleton(renderPullRequestComment(withForeign(strongSample, 'word')));
  fc.assert(
    fc.property(foreign, (text) => {
      expect(skeleton(renderPullRequestComment(withForeign(strongSample, visible(text))))).toEqual(plain);
    }),
    { numRuns: 40 },
  );
});

test('a body never grows over the limit, and says what it left out', () => {
  const long = '漢`'.repeat(4_000);
  const sample = withForeign(strongSample, long);
  const [suspect] = sample.verdict.suspects;
  if (suspect === undefined) throw new Error('no suspect');
  const evidence = Array.from({ length: 120 }, (_, index) => ({
    id: `E${index}`,
    clue: 'timing',
    weight: 1,
    says: sentence`${code(long)} and ${code(long)}`,
  }));
  const { body } = renderReport({ ...sample, verdict: { ...sample.verdict, suspects: [{ ...suspect, evidence }] } });
  expect(new TextEncoder().encode(body).length).toBeLessThanOrEqual(MOST_BYTES);
  expect(body).toMatch(/Left out because GitHub limits the length of an issue: evidence/);
  expect(body).toMatch(/<!-- whatchanged:v1 .* -->$/);
});
