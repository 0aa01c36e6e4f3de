import { compile } from 'json-p3';
import { z } from 'zod';

const OnePath = z.string().max(500).refine(isPath, 'is not a JSONPath such as $.alert.title (RFC 9535)');
/** One path, or several of which the first that finds something counts. */
const Path = z.union([OnePath, z.array(OnePath).min(1).max(5)]);
const Words = z.array(z.string()).min(1).max(50);

/** Where the fields of an alert lie in a sender's own JSON: JSONPaths (RFC 9535), of which the first match counts. */
export const AlertMap = z.strictObject({
  /** All alerts of one body; default `$`: the body is one alert. The other paths begin at each of them. */
  alerts: OnePath.default('$'),
  title: Path,
  /** What is the same from the beginning to the end of one alert. */
  key: Path,
  status: Path,
  /** The words in which `status` tells each state; upper and lower case are the same. */
  firing: Words,
  resolved: Words,
  ignored: z.array(z.string()).max(50).default([]),
  /** Where this finds true, the sender only tries its connection. */
  test: OnePath.optional(),
  /** RFC 3339, or Unix seconds, or milliseconds. */
  startsAt: Path,
  endsAt: Path.optional(),
  /** True where the key is the rule's and comes again with the next firing. */
  keyRepeats: z.boolean().default(false),
  description: Path.optional(),
  severity: Path.optional(),
  url: Path.optional(),
  query: Path.optional(),
  threshold: Path.optional(),
  observed: Path.optional(),
  release: Path.optional(),
  /** Labels of their own name, such as `service` and `env`, that tell where the alert belongs. */
  labels: z.record(z.string().max(100), Path).default({}),
  /** An object each of whose members is a label. */
  allLabels: Path.optional(),
});
export type AlertMap = z.infer<typeof AlertMap>;

function isPath(path: string): boolean {
  try {
    compile(path);
    return true;
  } catch {
    return false;
  }
}
