import { describe, expect, test } from '@jest/globals';
import { fresh } from '../../../../test/support/cases/fresh-signature.ts';
import { complainsOfInput } from './unreadable-input.ts';

describe('a complaint about what a service was handed', () => {
  const said = (message: string, service = 'shop', title?: string) =>
    complainsOfInput('shop', [{ signature: fresh(message, { service }), growth: 1, share: 1 }], title);

  test.each([
    'could not decode event of flight LX 8',
    "can't parse body",
    'failed to unmarshal response: json: cannot unmarshal string into Go value of type int',
    'SyntaxError: Unexpected token < in JSON at position 0',
    'unexpected end of JSON input',
    'com.fasterxml.jackson.databind.exc.MismatchedInputException: no String-argument constructor',
    'json.decoder.JSONDecodeError: Expecting value',
    'unknown enum value HANDOVER',
    'unrecognized field "legs"',
    'ERROR: invalid input syntax for type integer: "12a"',
    'invalid UTF-8 byte',
    'java.lang.ClassCastException: String cannot be cast to Long',
    'message does not match the schema',
    'decoding failed at offset 3',
    "TypeError: unsupported operand type(s) for /: 'str' and 'int'",
    'ValueError: could not convert string to float',
    'expected an integer, got "12"',
    'expected i64 but found string',
  ])('%s', (message) => {
    expect(said(message)).toBe(true);
  });

  test.each([
    'connection refused',
    'timed out after 8 s',
    'parse tree is large',
    'expected 3 workers, 2 are left',
    'more than expected',
    'value is missing',
    'unexpected traffic',
  ])('not %s', (message) => {
    expect(said(message)).toBe(false);
  });

  test('of the service itself, or of the alert; what another one cannot read is not its own', () => {
    expect(said('could not decode event', 'search')).toBe(false);
    expect(said('x', 'search', 'events that cannot be decoded > 200')).toBe(true);
    expect(complainsOfInput('shop', [], undefined)).toBe(false);
  });
});
