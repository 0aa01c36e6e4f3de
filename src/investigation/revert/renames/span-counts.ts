import { isBinary } from '../objects/is-binary.ts';

const LONGEST_SPAN = 64;
const BUCKETS = 107_927;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** How many bytes of a file fall into each bucket of its spans: lines, cut at 64 bytes. */
export type SpanCounts = ReadonlyMap<number, number>;

/**
 * Counts the spans of a file as git does when it looks for renames. In text the carriage return before a line feed is
 * left out. `whole` counts the last span without line feed too, as Git does since 2.44; older ones leave it out.
 */
export function countSpans(bytes: Uint8Array, whole: boolean): SpanCounts {
  const counts = new Map<number, number>();
  const isText = !isBinary(bytes);
  let [high, low, length] = [0, 0, 0];
  const add = () => {
    const bucket = ((high + Math.imul(low, 0x61)) >>> 0) % BUCKETS;
    counts.set(bucket, (counts.get(bucket) ?? 0) + length);
    [high, low, length] = [0, 0, 0];
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (isText && byte === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED) continue;
    const before = high;
    high = (((high << 7) ^ (low >>> 25)) + byte) | 0;
    low = (low << 7) ^ (before >>> 25);
    length += 1;
    if (length >= LONGEST_SPAN || byte === LINE_FEED) add();
  }
  if (whole && length > 0) add();
  return counts;
}

/** How many bytes of the first file are in the second too. */
export function copiedBytes(from: SpanCounts, to: SpanCounts): number {
  let copied = 0;
  for (const [bucket, bytes] of from) copied += Math.min(bytes, to.get(bucket) ?? 0);
  return copied;
}
