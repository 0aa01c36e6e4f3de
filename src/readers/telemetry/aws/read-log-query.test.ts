import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import type { Billed } from '../../../investigation/case.ts';
import { readLogQuery } from './read-log-query.ts';

const HOUR = 3_600_000;
type Replies = Readonly<Record<string, (count: number) => object>>;

/** Rows as Logs Insights gives them. */
const rows = (...all: Readonly<Record<string, string>>[]) =>
  all.map((row) => Object.entries({ ...row, '@ptr': 'x' }).map(([field, value]) => ({ field, value })));
const complete = (...all: Readonly<Record<string, string>>[]) => ({ status: 'Complete', results: rows(...all) });

function ask(replies: Replies, more: { query?: string; groups?: readonly string[]; signal?: AbortSignal } = {}) {
  const sent: { readonly name: string; readonly input: unknown }[] = [];
  const billed: Billed[] = [];
  const client = {
    send: async (command: { readonly input: unknown; readonly constructor: { readonly name: string } }) => {
      const { name } = command.constructor;
      sent.push({ name, input: command.input });
      const count = sent.filter((one) => one.name === name).length;
      const known: Replies = { StartQueryCommand: () => ({ queryId: 'q' }), ...replies };
      return known[name]?.(count) ?? {};
    },
  } as unknown as CloudWatchLogsClient;
  const answer = readLogQuery(
    {
      id: 'l',
      query: more.query ?? 'fields @message',
      from: HOUR + 1,
      to: 2 * HOUR + 1,
      stepSeconds: 60,
      as: { service: 'shop' },
    },
    more.groups ?? ['/ecs/{service}'],
    client,
    {
      options: { region: 'eu-central-1' },
      http: { request: () => Promise.reject(new Error('nothing is asked past the client')) },
      now: 2 * HOUR,
      signal: more.signal ?? new AbortController().signal,
      bill: (one) => billed.push(one),
    },
  );
  return { answer, sent, billed };
}
const given = (answer: object, query?: string) =>
  ask({ GetQueryResultsCommand: () => answer }, query === undefined ? {} : { query }).answer;

describe('where is searched', () => {
  const searched = async (query: string, groups?: readonly string[]) => {
    const { answer, sent } = ask({ GetQueryResultsCommand: () => complete() }, { query, ...(groups && { groups }) });
    await answer;
    return sent[0]?.input;
  };

  test('in the connection’s groups of the service, in whole seconds around the time', async () => {
    expect(await searched('fields @message')).toMatchObject({
      logGroupNames: ['/ecs/shop'],
      queryString: 'fields @message',
      startTime: 3600,
      endTime: 7201,
    });
  });

  test('a question may name another service, or the groups themselves', async () => {
    expect(await searched('{"search": "a", "service": "cart"}')).toMatchObject({ logGroupNames: ['/ecs/cart'] });
    expect(await searched('{"search": "a", "groups": ["g"]}', [])).toMatchObject({ logGroupNames: ['g'] });
  });

  test('nowhere: the setting that is missing is named', async () => {
    const { answer } = ask({}, { groups: [] });
    await expect(answer).rejects.toMatchObject({ code: 'configuration-invalid', message: /give logGroups/ });
  });

  test.each(['{"search": ', '{"search": "a", "other": 1}', '  {}'])('%s is no question', async (query) => {
    await expect(ask({}, { query }).answer).rejects.toMatchObject({ code: 'configuration-invalid' });
  });
});

describe('lines', () => {
  test('with their level and service under either name; what has no time or message is left out', async () => {
    const at = '1970-01-01 01:30:00.500';
    const { logs, partial } = await given(
      complete(
        { '@timestamp': at, '@message': 'one\n', level: 'ERROR', service: 'cart' },
        { '@timestamp': at, '@message': 'two', '@level': 'warn', service: '' },
        { '@timestamp': at, '@message': 'three', level: '' },
        { '@timestamp': 'yesterday', '@message': 'four' },
        { '@message': 'five' },
        { '@timestamp': at },
      ),
    );
    const time = 1.5 * HOUR + 500;
    expect(logs).toEqual([
      { at: time, service: 'cart', level: 'ERROR', message: 'one' },
      { at: time, service: 'shop', level: 'warn', message: 'two' },
      { at: time, service: 'shop', message: 'three' },
    ]);
    expect(partial).toEqual([]);
  });

  test('as many as are read at most are told to be only the first', async () => {
    const line = { '@timestamp': '1970-01-01 01:30:00', '@message': 'a' };
    expect((await given(complete(...Array(2000).fill(line)))).partial).toEqual(['only the first 2000 rows were read']);
  });
});

describe('rows of bins', () => {
  const bin = (minute: string) => ({ 'bin(1m)': `1970-01-01 01:${minute}:00.000` });

  test('are a series for each set of words, oldest first', async () => {
    const { series } = await given(
      complete(
        { ...bin('02'), version: 'b', n: '3' },
        { ...bin('01'), version: 'b', n: '2' },
        { ...bin('01'), n: '1' },
      ),
    );
    expect(series.map(({ id, version, points }) => [id, version, points])).toEqual([
      [
        'l{version="b"}',
        'b',
        [
          [3660, 2],
          [3720, 3],
        ],
      ],
      ['l', undefined, [[3660, 1]]],
    ]);
  });

  test('several numbers of a row are told apart by their names', async () => {
    const { series } = await given(complete({ ...bin('01'), p50: '1', p99: '9' }));
    expect(series.map(({ id, points }) => [id, points])).toEqual([
      ['l{value="p50"}', [[3660, 1]]],
      ['l{value="p99"}', [[3660, 9]]],
    ]);
  });

  test('an empty number is no point, and never zero', async () => {
    const { series } = await given(complete({ ...bin('01'), n: '1' }, { ...bin('02'), n: '' }));
    expect(series.map(({ points }) => points)).toEqual([[[3660, 1]]]);
  });

  test('an empty cell beside a number is a gap in its own series, and no label of the other', async () => {
    const rows = complete({ ...bin('01'), p50: '1', p99: '9' }, { ...bin('02'), p50: '', p99: '8' });
    const { series } = await given(rows);
    expect(series.map(({ id, points }) => [id, points])).toEqual([
      ['l{value="p50"}', [[3660, 1]]],
      [
        'l{value="p99"}',
        [
          [3660, 9],
          [3720, 8],
        ],
      ],
    ]);
  });

  test('a column that holds words somewhere is a label everywhere, numbers included', async () => {
    const { series } = await given(
      complete({ ...bin('01'), code: '404', n: '1' }, { ...bin('01'), code: 'none', n: '2' }),
    );
    expect(series.map(({ id }) => id)).toEqual(['l{code="404"}', 'l{code="none"}']);
  });

  test('a bin without a time that can be read is left out', async () => {
    const { series } = await given(complete({ ...bin('01'), n: '1' }, { 'bin(1m)': 'never', n: '2' }, { n: '3' }));
    expect(series.map(({ points }) => points)).toEqual([[[3660, 1]]]);
  });
});

describe('what is no whole answer', () => {
  test.each([
    ['no state', {}, 'upstream-nonsense'],
    ['no results', { status: 'Complete' }, 'upstream-nonsense'],
    ['a failure', { status: 'Failed', results: [] }, 'upstream-failed'],
    ['a cancellation', { status: 'Cancelled', results: [] }, 'upstream-failed'],
  ])('%s', async (_, answer, code) => {
    await expect(given(answer)).rejects.toMatchObject({ code });
  });

  test('a query without an id', async () => {
    await expect(ask({ StartQueryCommand: () => ({}) }).answer).rejects.toMatchObject({ code: 'upstream-nonsense' });
  });

  test('a query that AWS ended itself is told with what it gave', async () => {
    expect((await given({ status: 'Timeout', results: [] })).partial).toEqual([
      'CloudWatch Logs ended the query as Timeout',
    ]);
  });
});

test('a query that we wait for no longer is stopped, and billed by what it scanned', async () => {
  const giveUp = new AbortController();
  const { answer, sent, billed } = ask(
    {
      GetQueryResultsCommand: () => {
        giveUp.abort();
        return { status: 'Running', statistics: { bytesScanned: 5 } };
      },
      StopQueryCommand: () => {
        throw new Error('it is over');
      },
    },
    { signal: giveUp.signal },
  );
  await expect(answer).rejects.toMatchObject({ code: 'upstream-timeout', retryable: true });
  expect(sent.map(({ name }) => name)).toEqual(['StartQueryCommand', 'GetQueryResultsCommand', 'StopQueryCommand']);
  expect(sent[2]?.input).toEqual({ queryId: 'q' });
  expect(billed).toEqual([{ what: 'logs-insights-bytes', amount: 5 }]);
});

test('nothing scanned is not billed', async () => {
  const { answer, billed } = ask({ GetQueryResultsCommand: () => complete() });
  await answer;
  expect(billed).toEqual([]);
});
