/**
 * `npm run bench NAME [-- --json]`: runs bench/NAME.ts, which exports `bench({ json })` and prints what it measured; one
 * with more options exports `run(args)` instead.
 */
import { readdirSync } from 'node:fs';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== 'run.ts')
  .map((file) => file.slice(0, -'.ts'.length));
const [name, ...rest] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  console.error(`usage: npm run bench NAME [-- --json]\nbenchmarks: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  const { bench, run } = (await import(`./${name}.ts`)) as {
    bench?: (options: { json: boolean }) => Promise<void>;
    run?: (args: string[]) => Promise<void>;
  };
  await run?.(rest);
  await bench?.({ json: rest.includes('--json') });
}
