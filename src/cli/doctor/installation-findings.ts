import type { AppInstallation } from '../../readers/repository/open-app-facts.ts';
import type { Installation } from '../../storage/contract.ts';
import type { Manifest } from './compare-manifest.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

/** Where the App is installed, with the rights that were accepted there, against what the store and the settings say. */
export async function installationFindings(patient: Patient): Promise<readonly Finding[]> {
  const { github, storage, configuration, manifests } = patient;
  if (github === undefined) return [{ state: 'skipped', says: 'It is asked with the private key, which is not here.' }];
  const installed = await github.installations();
  const stored = (await storage?.transaction((tx) => tx.installations.list())) ?? [];
  if (installed.length === 0) {
    return [
      {
        state: 'problem',
        says: 'The App is installed nowhere.',
        todo: "Install it on the repositories from the App's page, under Install App.",
      },
    ];
  }
  return [
    ...installed.map((one) => installationFinding(one, stored, manifests.observe)),
    ...strayEndpoints([...configuration.endpoints, ...configuration.deployEndpoints], installed),
  ];
}

function installationFinding(
  { installationId, account, suspended, permissions }: AppInstallation,
  stored: readonly Installation[],
  wanted: Manifest,
): Finding {
  const subject = `${account} (installation ${installationId})`;
  if (suspended) {
    return { state: 'problem', subject, says: 'is suspended.', todo: 'An owner of the account can unsuspend it.' };
  }
  const lacking = Object.keys(wanted.permissions).filter((name) => name !== 'metadata' && !(name in permissions));
  if (lacking.length > 0) {
    return {
      state: 'problem',
      subject,
      says: `has not been granted ${lacking.join(', ')}.`,
      todo: "An owner of the account must accept the App's new permissions: GitHub asked them by mail.",
    };
  }
  if (!stored.some((known) => known.installationId === installationId)) {
    return {
      state: 'warning',
      subject,
      says: 'is not in the store: its installation event has not been read.',
      todo: 'Start `whatchanged serve`: within five minutes it is pulled from the log of the App (GitHub keeps three days). Older ones: suspend and unsuspend it.',
    };
  }
  return { state: 'ok', subject, says: 'is installed and in the store.' };
}

function strayEndpoints(
  endpoints: readonly { readonly id: string; readonly installationId: number }[],
  installed: readonly AppInstallation[],
): readonly Finding[] {
  return endpoints
    .filter((endpoint) => !installed.some(({ installationId }) => installationId === endpoint.installationId))
    .map(({ id, installationId }) => ({
      state: 'problem',
      subject: `endpoint ${id}`,
      says: `belongs to installation ${installationId}, which is none of this App.`,
      todo: `Its installation is one of ${installed.map((one) => `${one.installationId} (${one.account})`).join(', ')}.`,
    }));
}
