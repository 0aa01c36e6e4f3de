import { jsonOf } from '../../../platform/json-of.ts';
import { repairJson } from './repair-json.ts';

/**
 * The fields in the bytes of a Datadog webhook: JSON, a form (*Encode as form*), or our template with stray quotes in
 * it. Anything else is given as its text, so that it is told and not lost.
 */
export function parseBody(body: Uint8Array, headers: Readonly<Record<string, string>>): unknown {
  const json = jsonOf(body);
  if (json !== undefined) return json;
  const text = new TextDecoder('utf-8').decode(body);
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (isForm) return Object.fromEntries(new URLSearchParams(text));
  return repairJson(text) ?? text;
}
