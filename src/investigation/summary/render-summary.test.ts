import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { strongSample } from '../../../test/support/cases/report-samples.ts';
import { emptyWeek, fullWeek, said, weekDeploy, weekIncident } from '../../../test/support/cases/week-samples.ts';
import { MOST_BYTES } from '../report/fit-body.ts';
import { code, sentence } from '../sentence.ts';
import { renderSummary } from './render-summary.ts';
import { summariseWeek } from './summarise-week.ts';
import type { WeekMaterial } from './week-material.ts';

const render = (material: WeekMaterial) => renderSummary(summariseWeek(material));
const bytes = (text: string) => new TextEncoder().encode(text).length;

test('the golden summary: read it in golden/ before renewing it with UPDATE_GOLDEN=1', () => {
  const { title, body } = render(fullWeek);
  const written = `# ${title}\n\n${body}\n`;
  const file = new URL('golden/week.md.txt', import.meta.url);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, written);
  expect(written).toBe(readFileSync(file, 'utf8'));
});

describe('what is said of few and of none', () => {
  test('a share needs five answers', () => {
    const answered = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        weekIncident(`i${index}`, index, {
          verdict: strongSample.verdict,
          feedback: [said(`i${index}`, index === 0 ? 'not-it' : 'it-was')],
        }),
      );
    expect(render({ ...emptyWeek, incidents: answered(4) }).body).toContain('was right in 3.');
    expect(render({ ...emptyWeek, incidents: answered(5) }).body).toContain('was right in 4 (80 %).');
  });

  test('nobody said anything', () => {
    expect(render({ ...emptyWeek, incidents: [weekIncident('x', 1)] }).body).toContain('Nobody said of an incident');
  });

  test('a week without an incident', () => {
    const { title, body } = render({ ...emptyWeek, unmapped: [{ title: 'DiskFull' }], showsUnmapped: false });
    expect(title).toBe('Week 2026-W47 (2026-11-16 to 2026-11-22): no incident');
    expect(body).toContain('**No incident in 2026-W47**.\nThe week before: none.');
    expect(body).toContain('**1 alert belongs to no service of this installation**');
    expect(body).not.toContain('DiskFull');
  });

  test('a week that lacked nothing', () => {
    const { theCase, verdict } = strongSample;
    const whole = {
      ...theCase,
      alert: { ...theCase.alert, labels: { service: 'checkout' } },
      topology: [{ from: 'web', to: 'checkout' }],
      deploys: [],
      logs: [{ at: 0, service: 'checkout', level: 'error', message: 'card declined trace_id=4bf92f' }],
      series: (['requests', 'errors'] as const).map((kind) => ({ id: kind, service: 'checkout', kind, points: [] })),
    };
    const incidents = [weekIncident('x', 1, { looked: { theCase: whole, onset: verdict.onset } })];
    expect(render({ ...emptyWeek, incidents }).body).toContain(
      'Nothing was missing in the logs, metrics and alerts of 1',
    );
  });
});

const bit = fc.constantFrom(
  '`',
  '```',
  '|',
  '\n',
  '<script>',
  '</details>',
  '-->',
  '<!--',
  '@org/team',
  'fixes #1',
  'GH-3',
  '![x](https://e.invalid/x.png)',
  '[x](javascript:alert(1))',
  'https://e.invalid/',
  '**',
  '- ',
  '\u001b[31m',
  '\u202e',
  '\u0000',
  '\ud800',
  '漢字',
  ' ',
  'word',
  '$&',
);
const foreign = fc.array(bit, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

/** A week in which every string that came from outside is this one. */
function foreignWeek(text: string): WeekMaterial {
  const [incident] = fullWeek.incidents.filter(({ looked }) => looked !== undefined);
  const { theCase, verdict } = strongSample;
  const logs = ['a', 'b', 'c'].map((id) => ({ at: 1, service: text, message: `error ${id === 'a' ? '' : text}` }));
  return {
    ...fullWeek,
    incidents: [
      {
        ...(incident ?? weekIncident('x', 1)),
        incident: { ...weekIncident('x', 1).incident, service: text, environment: text },
        named: { sha: text, repository: text },
        feedback: [{ ...said('x', 'it-was', 'other'), commit: text, by: text }],
        looked: {
          theCase: { ...theCase, alert: { ...theCase.alert, service: text, title: text }, logs },
          onset: verdict.onset,
        },
      },
    ],
    deploys: [weekDeploy('d', 1, { service: text, environment: text, production: true })],
    reverts: fullWeek.reverts.map(({ revert }) => ({
      revert: { ...revert, reasons: [sentence`because ${code(text)}`] },
      repository: text,
    })),
    unmapped: [{ title: text, mapping: `alerts: [{ alertname: ${JSON.stringify(text)} }]\n` }],
    dead: [{ kind: 'delivery', of: text, count: 1 }],
  };
}

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

/** What each kind of part may hold; of code anything. */
const OWN_PARTS: Readonly<Record<string, RegExp>> = {
  html: /^<\/?sub>$/,
  link: /^https:\/\/github\.com\/acme\/(shop|search)\/(pull|commit|issues)\/[0-9a-f]+$/,
  text: /^(?!.*(@\w|GH-\d|https?:|e\.invalid|javascript|fixes|org\/team))/s,
};
const KINDS = /^(root|paragraph|heading|list|listItem|table|tableRow|tableCell|strong|inlineCode|code|html|link|text)$/;

test('whatever strangers write stands in code only: no mention, no reference, no link, no HTML of theirs', () => {
  fc.assert(
    fc.property(foreign, (text) => {
      const { title, body } = render(foreignWeek(text));
      for (const { type, value, url } of nodes(body)) {
        expect(type).toMatch(KINDS);
        expect(url ?? value ?? '').toMatch(OWN_PARTS[type] ?? /^/);
      }
      expect(title).toMatch(/^Week 2026-W47 \(2026-11-16 to 2026-11-22\): [a-z0-9 ,]+$/);
    }),
    { numRuns: 60 },
  );
});

describe('a body is never longer than GitHub takes', () => {
  const many = (service: string): WeekMaterial => ({
    ...fullWeek,
    incidents: Array.from({ length: 10_000 }, (_, index) =>
      weekIncident(`i${index}`, 100, {
        incident: { ...weekIncident(`i${index}`, 100).incident, service: `${service}-${index % 50}` },
        verdict: strongSample.verdict,
        named: { pullRequest: index + 1, sha: 'a'.repeat(40), repository: 'acme/shop' },
        issue: index + 1,
        feedback: [said(`i${index}`, 'it-was'), said(`i${index}`, 'not-it', 'other')],
        ...(index < 100 ? { looked: { theCase: strongSample.theCase, onset: strongSample.verdict.onset } } : {}),
      }),
    ),
    deploys: Array.from({ length: 3_000 }, (_, index) =>
      weekDeploy(`d${index}`, 3, { service: `${service}-${index % 1_000}` }),
    ),
    reverts: Array.from({ length: 500 }, () => fullWeek.reverts).flat(),
    unmapped: Array.from({ length: 10_000 }, (_, index) => ({ title: `${service} ${index % 300}`, mapping: service })),
  });

  test('10,000 incidents: the newest are shown, and how many are not is told', () => {
    const { title, body } = render(many('checkout'));
    expect(title).toBe('Week 2026-W47 (2026-11-16 to 2026-11-22): 10000 incidents, 10000 with a strong suspect');
    expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
    expect(body).toContain('and 9940 more: `whatchanged incidents` lists them.');
    expect(body).toContain('and 970 more services.');
    expect(body).toContain('and 980 more.');
    expect(body).toContain('and 290 more titles.');
    expect(body).not.toContain('Left out');
  });

  test('names as long and as wide as can be: what is left out is told', () => {
    const { body } = render(many('漢`'.repeat(500)));
    expect(bytes(body)).toBeLessThanOrEqual(MOST_BYTES);
    expect(body).toContain('### Incidents');
  });

  test('the title has at most 120 characters in the fullest of weeks', () => {
    const leftOut = Array.from({ length: 1_000_000 }, () => ({ state: 'open' as const }));
    const material = { ...many('x'), leftOut };
    const open = material.incidents.map((one) => ({ ...one, incident: { ...one.incident, state: 'open' as const } }));
    expect(render({ ...material, incidents: open }).title.length).toBeLessThanOrEqual(120);
  });
});
