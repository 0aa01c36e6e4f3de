const LOOKED_AT = 8000;

/** Whether git takes a file for binary: a zero byte among its first 8000. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, LOOKED_AT).includes(0);
}
