const bytes = (text: string) => Buffer.from(text, 'utf8');

/**
 * Bodies that no sender should send, by what is wrong with them. Some are JSON: those must be read into a reason; the
 * rest must be stored all the same, since whoever sent them held the secret.
 */
export const JUNK_BODIES: ReadonlyMap<string, Buffer> = new Map([
  ['an empty body', bytes('')],
  ['one byte', bytes('x')],
  ['null', bytes('null')],
  ['true', bytes('true')],
  ['a number', bytes('1e400')],
  ['a string', bytes('"alerts"')],
  ['an empty array', bytes('[]')],
  ['an empty object', bytes('{}')],
  ['an object in an array', bytes('[{}]')],
  ['a byte order mark', bytes('\ufeff{}')],
  ['UTF-16', Buffer.from('{"version":"4","alerts":[]}', 'utf16le')],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
  ['an escaped NUL', bytes('{"version":"\\u0000","alerts":"\\u0000"}')],
  ['a lone surrogate', bytes('{"\\ud800":"\\udfff"}')],
  ['100,000 nested arrays', bytes('['.repeat(100_000) + ']'.repeat(100_000))],
  ['5,000 nested objects', bytes(`${'{"alerts":'.repeat(5_000)}1${'}'.repeat(5_000)}`)],
  ['100,000 keys', bytes(`{${Array.from({ length: 100_000 }, (_, at) => `"k${at}":${at}`).join()}}`)],
  ['duplicate keys', bytes('{"version":"9","version":"8","alerts":1,"alerts":2}')],
  ['__proto__', bytes('{"__proto__":{"version":"4","alerts":[]}}')],
  ['constructor.prototype', bytes('{"constructor":{"prototype":{"version":"4"}},"toJSON":1}')],
  ['numbers at the edge', bytes('{"a":1e308,"b":-0,"c":12345678901234567890,"alerts":{"length":-1}}')],
  ['a form', bytes('payload=%7B%22version%22%3A%224%22%7D')],
  ['HTML', bytes('<!doctype html><title>Sign in</title>')],
  ['two documents', bytes('{}{}')],
  ['a document and garbage', bytes('{} x')],
  ['a truncated document', bytes('{"version":"4","alerts":[{"status":"fir')],
  ['a string of 900 kB', bytes(`{"message":"${'a'.repeat(900_000)}"}`)],
  ['terminal escapes', bytes('{"\\u001b[2J":"\\u001b]0;x\\u0007","\\u202e":"\\u2066"}')],
]);
