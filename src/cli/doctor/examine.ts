import { OperationalError } from '../../platform/errors.ts';
import { appFindings } from './app-findings.ts';
import type { CheckId } from './check-ids.ts';
import { alertEndpointFindings, deployEndpointFindings } from './endpoint-findings.ts';
import type { Finding } from './finding.ts';
import { inboxFindings } from './inbox-findings.ts';
import { installationFindings } from './installation-findings.ts';
import type { Patient } from './patient.ts';
import { repositoryFindings } from './repository-findings.ts';
import { serverFindings } from './server-findings.ts';
import { telemetryFindings } from './telemetry-findings.ts';
import { webhookFindings } from './webhook-findings.ts';
import { writeFindings } from './write-findings.ts';

/** One step of the examination with what was found. */
export interface Check {
  readonly id: CheckId;
  readonly title: string;
  readonly findings: readonly Finding[];
}

interface Examination {
  readonly id: CheckId;
  readonly title: string;
  readonly look: (patient: Patient) => Promise<readonly Finding[]>;
}

const EXAMINATIONS: readonly Examination[] = [
  { id: 'server', title: 'The server', look: serverFindings },
  { id: 'app', title: 'The GitHub App', look: appFindings },
  { id: 'webhook', title: "The App's webhook", look: webhookFindings },
  { id: 'installations', title: 'Installations', look: installationFindings },
  { id: 'repositories', title: 'Repositories', look: repositoryFindings },
  { id: 'alerts', title: 'Alert endpoints', look: alertEndpointFindings },
  { id: 'deploys', title: 'Deploy endpoints', look: deployEndpointFindings },
  { id: 'telemetry', title: 'Telemetry', look: telemetryFindings },
  { id: 'inbox', title: 'The inbox', look: inboxFindings },
  { id: 'writes', title: 'What is told on GitHub', look: writeFindings },
];

/** Looks at one thing after the other; what cannot be looked at is a problem by itself and stops nothing. */
export async function* examine(patient: Patient): AsyncGenerator<Check> {
  for (const { id, title, look } of EXAMINATIONS) {
    let findings: readonly Finding[];
    try {
      findings = await look(patient);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      findings = [{ state: 'problem', says: error.message, todo: 'Mend that, then look again.' }];
    }
    yield { id, title, findings };
  }
}
