import { describe, expect, test } from '@jest/globals';
import { changed, commit, found, heard, QUIET, told } from '../../../../../test/support/cases/commit-incident.ts';
import { blockingStatement } from './blocking-statement.ts';
import { limitRaised } from './limit-raised.ts';

describe('a limit that was raised', () => {
  const full = { logs: heard('HikariPool-1 - Connection is not available, request timed out after 3000ms') };
  const raised = (now: string, before: string, incident = full) =>
    found(limitRaised, [commit('x', 'More room', changed('a.yaml', now, before)), QUIET], incident)[0];

  test.each([
    ['maximum-pool-size: 20', 'maximum-pool-size: 12'],
    ['  poolSize = 1_000', 'poolSize = 900'],
    ['timeout: 1s', 'timeout: 900ms'],
    ['statement_timeout: 1 m', 'statement_timeout: 30 s'],
  ])('%s, it was %s', (now, before) => {
    expect(raised(now, before)).toBe(`1 it gives more of what the incident lacks: ${now.trim()}`);
    expect(raised(before, now)).toBeNull();
    expect(raised(now, before, { logs: heard('seat is gone') })).toBeNull();
    expect(raised(now, before, { logs: heard('exit code 137') })).toBeNull();
  });

  test('not where a line lowers one, where more than numbers differ, or where it is no limit', () => {
    expect(raised('pool: 20\ntimeout: 1s', 'pool: 10\ntimeout: 2s')).toBeNull();
    expect(raised('pool: 20 # team', 'pool: 10')).toBeNull();
    expect(raised('port: 8081', 'port: 8080')).toBeNull();
    expect(raised('pool: 20x', 'pool: 10y')).toBeNull();
    expect(raised('pool: 20', 'pool: 20')).toBeNull();
  });

  test('by the alert alone, and each limit by its own lines', () => {
    const by = (line: string, before: string, words: string) =>
      found(limitRaised, [commit('x', 'x', changed('a.yaml', line, before)), QUIET], told(words))[0];
    expect(by('memory: 1Gi', 'memory: 768Mi', 'pods run out of memory')).not.toBeNull();
    expect(by('memory: 1Gi', 'memory: 768Mi', 'too many open files')).toBeNull();
    expect(by('nofile: 4096', 'nofile: 1024', 'too many open files')).not.toBeNull();
    expect(by('burst: 40', 'burst: 20', 'answers are 429')).not.toBeNull();
    expect(by('deadline: 4s', 'deadline: 2s', 'deadline exceeded')).not.toBeNull();
  });
});

describe('a statement that locks a table', () => {
  const waits = { logs: heard('process 812 still waiting for RowExclusiveLock on relation 16412') };
  const blocking = (line: string, incident = waits) =>
    found(blockingStatement, [commit('x', 'Migration', changed('db/1.sql', line)), QUIET], incident)[0];

  test.each([
    'CREATE INDEX orders_by_day ON orders (day)',
    'create unique index a on b (c)',
    'ALTER TABLE orders',
    'alter table orders add column state text not null default 1',
    'alter table orders alter column state set not null',
    'lock table orders',
    'VACUUM FULL orders',
    'reindex table orders',
    'add_index :orders, :day',
    'change_column_null :orders, :day, false',
    'op.create_index("a", "b", ["c"])',
    'migrations.AddIndex(model_name="order")',
    "$table->index('day');",
  ])('%s', (line) => {
    expect(blocking(line)).toBe(`1 it runs ${line}, which locks a table, and the incident waits for locks`);
    expect(blocking(line, { logs: heard('seat is gone') })).toBeNull();
  });

  test.each([
    'CREATE INDEX CONCURRENTLY a ON b (c)',
    'alter table orders add column note text;',
    'reindex table concurrently orders',
    'add_index :orders, :day, algorithm: :concurrently',
    'add_column :orders, :note, :text',
    'op.create_index("a", "b", ["c"], postgresql_concurrently=True)',
    'select 1',
  ])('not %s', (line) => {
    expect(blocking(line)).toBeNull();
  });

  test.each([
    'deadlock detected',
    'ActiveRecord::LockWaitTimeout',
    'PG::LockNotAvailable',
    'waiting for table metadata lock',
    'canceling statement due to statement timeout',
    'blocked by process 7',
    'holds AccessShareLock',
  ])('%s', (message) => {
    expect(blocking('create index a on b (c)', { logs: heard(message) })).not.toBeNull();
  });

  test.each(['clock skew of 3 s', 'unblock the queue', 'event loop was blocked for 900 ms'])('not %s', (message) => {
    expect(blocking('create index a on b (c)', { logs: heard(message) })).toBeNull();
  });

  test('not one that was taken away', () => {
    const gone = commit('x', 'x', changed('db/1.sql', 'select 1', 'create index a on b (c)'));
    expect(found(blockingStatement, [gone, QUIET], waits)[0]).toBeNull();
  });
});
