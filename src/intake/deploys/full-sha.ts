const FULL = /^[0-9a-f]{40}$/i;

/** A full commit id in lower case; undefined for anything else, such as a short one, a branch or `HEAD`. */
export function fullSha(text: string | undefined): string | undefined {
  return text !== undefined && FULL.test(text) ? text.toLowerCase() : undefined;
}
