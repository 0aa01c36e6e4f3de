// A process of its own that uses the embedded database: `node embedded-child.ts FOLDER`. It adds one delivery after the
// other, prints each key once it is committed, and closes when its stdin ends.
import { systemClock } from '../../../src/platform/clock.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';

const log = {
  info: () => undefined,
  warn: (fields: unknown, text?: string) => console.error(text, fields),
  error: (fields: unknown, text?: string) => console.error(text, fields),
};
const { storage, close } = await openStorage({ dataFolder: process.argv[2] ?? '', clock: systemClock, log });
console.log('open');
let ended = false;
process.stdin.on('end', () => {
  ended = true;
});
process.stdin.resume();
for (let n = 0; !ended; n += 1) {
  const dedupeKey = `${process.pid}:${n}`;
  await storage.transaction((tx) =>
    tx.inbox.add({
      installationId: 0,
      endpoint: 'github',
      source: 'github',
      kind: 'github',
      dedupeKey,
      via: 'push',
      headers: {},
      body: Buffer.alloc(512),
    }),
  );
  console.log(dedupeKey);
}
await close();
console.log('closed');
