import { TEMPLATE_FIELDS, type TemplateField } from './payload-template.ts';

/**
 * Reads a body of our template that is no JSON, because Datadog put a title with quotes, or a message with line breaks,
 * into it as they stand. The template says which fields there are and in which order, so the text between the name of
 * one and the name of the next that is there is its value, whatever it holds. A message that quotes the template itself
 * is cut at the first such place. Undefined where fewer than half of the fields are found: that is another payload.
 */
export function repairJson(text: string): Readonly<Record<string, string>> | undefined {
  const found = fieldStarts(text);
  if (found.length * 2 < TEMPLATE_FIELDS.length) return undefined;
  return Object.fromEntries(
    found.map(({ field, from }, at) => {
      const end = found[at + 1]?.nameAt;
      const raw = text.slice(from, end ?? text.length).replace(end === undefined ? /"\s*\}\s*$/ : /"\s*,\s*$/, '');
      return [field, unescaped(raw)];
    }),
  );
}

interface FieldStart {
  readonly field: TemplateField;
  /** Where its name begins, and where its value. */
  readonly nameAt: number;
  readonly from: number;
}

/** Where each field begins: only ever after the one before it, so a name inside of a value is no beginning. */
function fieldStarts(text: string): readonly FieldStart[] {
  const starts: FieldStart[] = [];
  let after = 0;
  for (const field of TEMPLATE_FIELDS) {
    const name = new RegExp(`"${field}"[ \\t]{0,9}:[ \\t]{0,9}"`, 'g');
    name.lastIndex = after;
    const match = name.exec(text);
    if (match === null) continue;
    after = match.index + match[0].length;
    starts.push({ field, nameAt: match.index, from: after });
  }
  return starts;
}

/** The value as JSON means it where it is well escaped, else as it stands. */
function unescaped(raw: string): string {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw.replaceAll('\\n', '\n').replaceAll('\\"', '"');
  }
}
