import { ALERT_SOURCES } from '../../intake/alerts/registry.generated.ts';
import { DEPLOY_SOURCES } from '../../intake/deploys/registry.generated.ts';
import { TELEMETRY_READERS } from '../../readers/telemetry/registry.generated.ts';

/** A kind of plug-in: who there is, where its files and captured payloads lie, and the contract suites it passes. */
export interface PlugInKind {
  readonly kind: 'alert' | 'deploy' | 'telemetry';
  readonly plugIns: readonly { readonly id: string; readonly name: string; readonly docs: string }[];
  /** Paths from the root of a checkout. */
  readonly folder: string;
  readonly fixtures: string;
  readonly suites: readonly string[];
}

export const PLUG_IN_KINDS: readonly PlugInKind[] = [
  {
    kind: 'alert',
    plugIns: ALERT_SOURCES,
    folder: 'src/intake/alerts',
    fixtures: 'test/fixtures/alerts',
    suites: ['test/contract/alert-sources.test.ts'],
  },
  {
    kind: 'deploy',
    plugIns: DEPLOY_SOURCES,
    folder: 'src/intake/deploys',
    fixtures: 'test/fixtures/deploys',
    suites: ['test/contract/deploy-sources.test.ts'],
  },
  {
    kind: 'telemetry',
    plugIns: TELEMETRY_READERS,
    folder: 'src/readers/telemetry',
    fixtures: 'test/fixtures/telemetry',
    suites: ['test/contract/telemetry-readers.test.ts', 'test/contract/telemetry-trouble.test.ts'],
  },
];
