import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Mermaid as a script for a browser, by version: GitHub does not say which one it runs. */
export const MERMAID_VERSIONS: Readonly<Record<'10.9' | '11.4' | '11.12', string>> = {
  '10.9': require.resolve('mermaid-10/dist/mermaid.min.js'),
  '11.4': require.resolve('mermaid-11-4/dist/mermaid.min.js'),
  '11.12': require.resolve('mermaid-11-12/dist/mermaid.min.js'),
};
