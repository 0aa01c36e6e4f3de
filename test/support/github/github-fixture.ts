import { readFileSync } from 'node:fs';

type Json = unknown;
type JsonObject = { [key: string]: Json };

/** A captured payload of GitHub (test/fixtures/github) with its event's name. */
export function githubFixture(name: string): { readonly event: string; readonly payload: JsonObject } {
  return JSON.parse(readFileSync(new URL(`../../fixtures/github/${name}.json`, import.meta.url), 'utf8'));
}

/** The payload with some keys changed, deeply; `undefined` takes a key away. */
export function changed(payload: JsonObject, changes: JsonObject): JsonObject {
  const result: JsonObject = { ...payload };
  for (const [key, change] of Object.entries(changes)) {
    const own = result[key];
    if (change === undefined) delete result[key];
    else result[key] = isObject(change) && isObject(own) ? changed(own, change) : change;
  }
  return result;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
