#!/usr/bin/env node
// Runs the TypeScript sources in a checkout and the compiled files in an installed package.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(
    `whatchanged needs Node.js 22.20 or later and this is ${process.version}.\n` +
      'In a checkout run it as "npx whatchanged", which uses the Node.js that npm ci installs.\n',
  );
  process.exit(2);
}
const source = new URL('../src/cli/whatchanged.ts', import.meta.url);
const built = new URL('../dist/cli/whatchanged.js', import.meta.url);
const { main } = await import((existsSync(source) ? source : built).href);
await main(process.argv);
