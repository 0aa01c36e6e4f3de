/** Where the answers to a file of cases are kept: `X.truth.json` beside `X.json`, `X.jsonl` and `X.jsonl.gz`. */
export function truthBeside(cases: string): string {
  return `${cases.replace(/\.jsonl?(\.gz)?$/i, '')}.truth.json`;
}
