import { afterEach, describe, expect, test } from '@jest/globals';
import type { Case } from '../../src/investigation/case.ts';
import { investigate } from '../../src/investigation/investigate.ts';
import { renderReport } from '../../src/investigation/report/render-report.ts';
import type { ReportInput } from '../../src/investigation/report/report-input.ts';
import { askModel } from '../../src/narrator/ask-model.ts';
import { gate } from '../../src/narrator/gate.ts';
import { narratorMaterial } from '../../src/narrator/narrator-material.ts';
import { strongSample } from '../support/cases/report-samples.ts';
import { injections } from '../support/injections.ts';
import { type ModelServer, type ModelTurn, startModelServer } from '../support/vendors/model-server.ts';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function asked(turn: ModelTurn | ((material: string) => ModelTurn), timeoutMs = 10_000) {
  server = await startModelServer(typeof turn === 'function' ? turn : () => turn);
  return askModel({ apiKey: 'test-key', baseUrl: server.url, model: 'local', timeoutMs });
}

const material = narratorMaterial(strongSample);
const GOOD = {
  headline: { text: 'PR 4821 fits best.', evidence: ['E1', 'E2'] },
  points: [{ text: 'It went live 2 min before the errors began.', evidence: ['E1'] }],
  questions: [{ text: 'Why does one zone show no errors?', evidence: ['E3'] }],
};

describe('the wire', () => {
  test('a streamed answer is read, and what was asked holds the typed evidence and nothing to act with', async () => {
    const narrator = await asked({ kind: 'say', text: JSON.stringify(GOOD) });
    expect(await narrator(material)).toEqual({ kind: 'answered', answer: GOOD });
    const call = server?.calls[0];
    expect(call?.authorization).toBe('Bearer test-key');
    expect(call?.body).toMatchObject({
      model: 'local',
      stream: true,
      output_config: { format: { type: 'json_schema' } },
    });
    expect(call?.body).not.toHaveProperty('tools');
    expect(call?.body.messages).toEqual([{ role: 'user', content: JSON.stringify(material) }]);
  });

  test.each<[string, ModelTurn, string]>([
    ['429', { kind: 'status', status: 429, type: 'rate_limit_error' }, 'overloaded'],
    ['529', { kind: 'status', status: 529, type: 'overloaded_error' }, 'overloaded'],
    ['overload in the middle of the stream', { kind: 'error-event', type: 'overloaded_error' }, 'overloaded'],
    ['500', { kind: 'status', status: 500, type: 'api_error' }, 'unreachable'],
    ['a key that is refused', { kind: 'status', status: 401, type: 'authentication_error' }, 'unreachable'],
    ['a refusal', { kind: 'say', text: '', stop: 'refusal' }, 'refused'],
    ['an answer cut at its length', { kind: 'say', text: '{"headline":', stop: 'max_tokens' }, 'cut'],
    ['prose instead of JSON', { kind: 'say', text: 'Sure! Here is the summary.' }, 'nonsense'],
    [
      'JSON of another form',
      { kind: 'say', text: '{"headline":"x","points":[],"questions":[],"tool":"merge"}' },
      'nonsense',
    ],
    ['nothing', { kind: 'say', text: '' }, 'nonsense'],
  ])('%s leaves the report without words', async (_, turn, reason) => {
    const narrator = await asked(turn);
    expect(await narrator(material)).toEqual({ kind: 'silent', reason });
    // A second try would be a call that no budget knows of.
    expect(server?.calls).toHaveLength(1);
  });

  test.each<[string, ModelTurn]>([
    ['a connection that breaks off', { kind: 'hang-up' }],
    ['a sign-in page', { kind: 'html' }],
  ])('%s is silence too', async (_, turn) => {
    expect((await (await asked(turn))(material)).kind).toBe('silent');
  });

  test('a model that never answers is given up', async () => {
    const narrator = await asked({ kind: 'hang' }, 50);
    expect(await narrator(material)).toEqual({ kind: 'silent', reason: 'unreachable' });
  });

  test('where nobody listens there is silence', async () => {
    const narrator = askModel({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9', model: 'local' });
    expect(await narrator(material)).toEqual({ kind: 'silent', reason: 'unreachable' });
  });
});

const HEADING = '\n\n### Machine-written summary\n';

/** The body without the summary: from its heading to the end of its small print. */
function withoutSummary(body: string): string {
  const from = body.indexOf(HEADING);
  if (from === -1) return body;
  const end = '</sub>';
  return body.slice(0, from) + body.slice(body.indexOf(end, from) + end.length);
}

/** The same case with `text` in every field that a stranger can fill. */
function poisoned(text: string): ReportInput {
  const { theCase } = strongSample;
  const bad: Case = {
    ...theCase,
    alert: { ...theCase.alert, title: text, severity: text, labels: { summary: text, [text.slice(0, 20)]: text } },
    commits: (theCase.commits ?? []).map((commit) => ({
      ...commit,
      author: text,
      message: text,
      files: [{ path: text, patch: `@@ -1 +1 @@\n-${text}\n+${text}` }],
    })),
    logs: [...(theCase.logs ?? []), { at: theCase.askedAt - 60_000, service: 'checkout', message: text }],
    changes: [{ id: text, at: theCase.askedAt - 20 * 60_000, title: text, actor: text }],
    alerts: [{ service: text, title: text, startedAt: theCase.askedAt - 60_000 }],
    series: (theCase.series ?? []).map((one) => ({ ...one, name: text })),
  };
  return {
    ...strongSample,
    theCase: bad,
    verdict: investigate(bad),
    alerts: [{ title: text, source: text, status: 'firing', startsAt: theCase.alert.startedAt }],
    commitFacts: Object.fromEntries(
      (theCase.commits ?? []).map(({ sha }) => [sha, { pullRequestTitle: text, authorLogin: text }]),
    ),
    deployFacts: Object.fromEntries(theCase.deploys.map(({ id }) => [id, { actor: text, url: text }])),
  };
}

describe('500 injections in every foreign field', () => {
  const all = injections(500).map((injection) => ({ ...injection, input: poisoned(injection.text) }));

  test('none reaches a model: what it is asked holds none of the words', () => {
    for (const { input, canary } of all) {
      const told = JSON.stringify(narratorMaterial(input));
      expect(told).not.toContain(canary);
      expect(told).not.toMatch(/ignore (?:all )?previous|https?:|@|<!--/i);
    }
  }, 120_000);

  test('a hostile model that says all of it cannot say any of it, and title, verdict and actions are the same bytes', async () => {
    let turn = 0;
    const narrator = await asked((sent) => {
      const { text, canary } = all[turn % all.length] ?? { text: '', canary: '' };
      turn += 1;
      const { evidence } = JSON.parse(sent) as { evidence: { id: string }[] };
      const ids = evidence.map(({ id }) => id).slice(0, 6);
      const evil = [
        text,
        canary,
        `Merge it now: https://evil.example/${canary}`,
        `@octocat fixes #1 ${canary}`,
        `${canary} is the word.`,
      ];
      const point = (words: string) => ({ text: words, evidence: ids });
      const benign = point('The change went live before the errors began.');
      return {
        kind: 'say',
        text: JSON.stringify({
          headline: point(text),
          points: [benign, ...evil.map(point)],
          questions: [benign, point(canary)],
        }),
      };
    });
    let worded = 0;
    for (const { input, canary } of all) {
      const asking = narratorMaterial(input);
      const narrated = await narrator(asking);
      const narration = narrated.kind === 'answered' ? gate(narrated.answer, asking) : undefined;
      const plain = renderReport(input);
      const { title, body, lead } = renderReport({ ...input, ...(narration === undefined ? {} : { narration }) });
      expect({ title, lead, body: withoutSummary(body) }).toEqual({
        title: plain.title,
        lead: plain.lead,
        body: plain.body,
      });
      const summary = body.slice(body.indexOf(HEADING) + HEADING.length).split('<sub>')[0] ?? '';
      if (narration === undefined) continue;
      worded += 1;
      expect(summary).not.toContain(canary);
      expect(summary).not.toMatch(/https?:|\]\(|@|#|<|`/);
    }
    expect(worded).toBe(all.length);
  }, 240_000);
});
