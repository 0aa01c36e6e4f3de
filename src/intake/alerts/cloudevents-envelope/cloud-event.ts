import { z } from 'zod';

/** The attributes of one CloudEvents 1.0 event that are read, with its data. */
const CloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(300),
  source: z.string().min(1).max(500),
  type: z.string().min(1).max(300),
  time: z.string().optional(),
  subject: z.string().optional(),
  data: z.unknown(),
});
export type CloudEvent = z.infer<typeof CloudEvent>;

/** The attributes as headers of binary mode (CloudEvents HTTP binding 1.0.2 §3.1). */
export const CLOUD_EVENT_HEADERS = ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time', 'ce-subject'];

/** The event in a body of structured mode, or in the headers of binary mode with the body as its data. */
export function cloudEvent(
  body: unknown,
  headers: Readonly<Record<string, string>>,
): { readonly event: CloudEvent } | { readonly error: z.ZodError } {
  const given = headers['ce-specversion'] === undefined ? body : { ...attributes(headers), data: body };
  const parsed = CloudEvent.safeParse(given);
  return parsed.success ? { event: parsed.data } : { error: parsed.error };
}

function attributes(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    CLOUD_EVENT_HEADERS.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name.slice('ce-'.length), decoded(value)]];
    }),
  );
}

/** Header values are percent-encoded there; one that is not well encoded is taken as it stands. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
