import { readdirSync } from 'node:fs';
import { TELEMETRY_READERS } from '../../../src/readers/telemetry/registry.generated.ts';
import type { FakeVendor } from './fake-vendor.ts';

/** Where the captured answers of the vendors are, a folder for each reader. */
export const FIXTURES = new URL('../../fixtures/telemetry/', import.meta.url);

/** A vendor that is asked in several ways of its own has one of these for each. */
interface VendorModule {
  readonly vendor: FakeVendor;
  readonly more?: readonly FakeVendor[];
}

/** Every vendor that there is to ask, by its reader. */
export const vendors = new Map<string, readonly FakeVendor[]>();
for (const id of readdirSync(FIXTURES)) {
  const { vendor, more = [] } = (await import(new URL(`${id}/vendor.ts`, FIXTURES).pathname)) as VendorModule;
  vendors.set(id, [vendor, ...more]);
}

/** Every reader with each of its vendors. */
export const asked = TELEMETRY_READERS.flatMap((reader) =>
  (vendors.get(reader.id) ?? []).map((vendor) => ({ id: reader.id, reader, vendor })),
);
