/** The intake in a process of its own, to be killed: takes the database's address, tells its port. */
import { systemClock } from '../../../src/platform/clock.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { intakeServer } from './intake-server.ts';

const { storage } = await openStorage({ databaseUrl: process.argv[2] ?? '', dataFolder: '', clock: systemClock });
const { port } = await intakeServer(storage);
process.send?.({ port });
