import { rm } from 'node:fs/promises';

/** Jest's globalTeardown of the project `app`: drops the template, and the server where the setup started it. */
export default async function stopDatabase() {
  const { folder, embedded } = globalThis.whatchangedTestRun;
  if (embedded === undefined) {
    const { dropDatabase } = await import('./prepare-template.ts');
    await dropDatabase(process.env.WHATCHANGED_TEST_SERVER, process.env.WHATCHANGED_TEST_TEMPLATE);
  } else {
    await embedded.close();
  }
  await rm(folder, { recursive: true, force: true });
}
