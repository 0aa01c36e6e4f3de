import { describe, expect, test } from '@jest/globals';
import { OperationalError } from '../platform/errors.ts';
import { connectionWasLost, databaseFailure, isTransactionConflict } from './database-failure.ts';

const failure = (code: string, message = 'said so') => Object.assign(new Error(message), { code });

describe('databaseFailure', () => {
  test.each([
    ['connection_exception', failure('08006')],
    ['invalid_password', failure('28P01')],
    ['invalid_catalog_name', failure('3D000')],
    ['too_many_connections', failure('53300')],
    ['admin_shutdown', failure('57P01')],
    ['cannot_connect_now', failure('57P03')],
    ['query_canceled', failure('57014')],
    ['read_only_sql_transaction', failure('25006')],
    ['deadlock_detected', failure('40P01')],
    ['nothing listens', failure('ECONNREFUSED')],
    ['no such host', failure('ENOTFOUND')],
    ['no free connection', new Error('timeout exceeded when trying to connect')],
    ['a cut connection', new Error('Connection terminated unexpectedly')],
  ])('%s is a storage that is away, and its cause is kept', (_, cause) => {
    expect(databaseFailure(cause)).toMatchObject({ code: 'storage-unavailable', retryable: true, cause });
  });

  test('a full disk says so', () => {
    expect((databaseFailure(failure('53100')) as Error).message).toMatch(/disk.*full: free some space/);
  });

  test.each([
    ['a unique violation', failure('23505')],
    ['a syntax error', failure('42601')],
    ['a bug', new TypeError('x is not a function')],
    ['another failure', new OperationalError('upstream-failed', '502')],
    ['what is no error', 'thrown text'],
  ])('%s stays what it is', (_, thrown) => {
    expect(databaseFailure(thrown)).toBe(thrown);
  });
});

test('conflicts and lost connections are told apart', () => {
  const errors = [
    failure('40001'),
    failure('40P01'),
    failure('57P01'),
    failure('ECONNRESET'),
    failure('ECONNREFUSED'),
    null,
  ];
  expect(errors.map(isTransactionConflict)).toEqual([true, true, false, false, false, false]);
  expect(errors.map(connectionWasLost)).toEqual([false, false, true, true, false, false]);
});
