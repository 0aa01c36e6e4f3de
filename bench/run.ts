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
  try {
    await run?.(rest);
    await bench?.({ json: rest.includes('--json') });
  } catch (error) {
    // Options that `parseArgs` does not take are told in its words; anything else is a bug of ours.
    if (!String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(`bench ${name}: ${(error as Error).message}`);
    process.exitCode = 2;
  }
}
