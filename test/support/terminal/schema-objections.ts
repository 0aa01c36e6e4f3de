import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

// What zod knows of a format stands beside it as a pattern, which is checked.
const ajv = new Ajv2020({ strict: true, formats: { 'date-time': true } });

/** What the published schema of this name finds to object to in a document. */
export function objections(schema: string, found: unknown): unknown {
  const file = new URL(`../../../docs/reference/${schema}.schema.json`, import.meta.url);
  const validate =
    ajv.getSchema(schema) ?? ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')), schema).getSchema(schema);
  return validate?.(found) === true ? [] : (validate?.errors ?? ['no such schema']);
}
