const CHUNK = 8192;

/**
 * Bytes as a string with one character a byte (ISO 8859-1), so that nothing is lost: git's paths and lines need not be UTF-8.
 * Two such strings compare as the bytes do.
 */
export function textOfBytes(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  let text = '';
  for (let at = from; at < to; at += CHUNK) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, Math.min(to, at + CHUNK)) as unknown as number[]);
  }
  return text;
}

/** The bytes of such a string; characters past 255 do not occur in it. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** A path as people read it: its bytes taken as UTF-8, as git and GitHub do. */
export function readablePath(path: string): string {
  return new TextDecoder().decode(bytesOfText(path));
}
