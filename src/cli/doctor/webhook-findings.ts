import { keptRefusal } from '../../intake/server/kept-refusal.ts';
import { REFUSALS } from '../../intake/server/refusals.ts';
import { utcMinute } from '../ask/printable.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

const PATH = '/webhooks/github';

/** Whether GitHub sends to this server, in the form that is read, and what it was answered lately. */
export async function webhookFindings(patient: Patient): Promise<readonly Finding[]> {
  const { github } = patient;
  if (github === undefined) return [{ state: 'skipped', says: 'It is asked with the private key, which is not here.' }];
  const hook = await github.hook();
  const found: Finding[] = [addressFinding(hook.url, patient.configuration.server.publicUrl)];
  if (hook.contentType !== undefined && hook.contentType !== 'json') {
    found.push({
      state: 'problem',
      says: `Its content type is ${hook.contentType}, and only JSON is read.`,
      todo: "Set it to application/json on the App's settings page.",
    });
  }
  if (hook.insecure) {
    found.push({
      state: 'warning',
      says: 'The certificate of the address is not checked.',
      todo: "Enable SSL verification on the App's settings page.",
    });
  }
  return [...found, await deliveryFinding(patient, github)];
}

function addressFinding(url: string | undefined, publicUrl: string | undefined): Finding {
  const wanted = `${publicUrl ?? 'https://YOUR-HOST'}${PATH}`;
  const todo = `Set the webhook's address to ${wanted} on the App's settings page, and tick Active.`;
  if (url === undefined) return { state: 'problem', says: 'The App has no webhook: GitHub sends nothing.', todo };
  const right = publicUrl === undefined ? URL.canParse(url) && new URL(url).pathname.endsWith(PATH) : url === wanted;
  return right
    ? { state: 'ok', says: `GitHub sends to ${url}.` }
    : { state: 'problem', says: `GitHub sends to ${url}.`, todo };
}

async function deliveryFinding({ storage }: Patient, github: NonNullable<Patient['github']>): Promise<Finding> {
  const tried = await github.deliveries();
  const [newest] = tried;
  if (newest === undefined) {
    return {
      state: 'warning',
      says: 'GitHub has sent nothing in three days.',
      todo: 'Install the App on a repository; the installation itself is an event.',
    };
  }
  const failed = tried.filter(({ statusCode }) => statusCode < 200 || statusCode > 299);
  const when = utcMinute(newest.at);
  if (failed[0] !== newest) {
    const before =
      failed.length === 0 ? '' : `; ${failed.length} of the last ${tried.length} failed and are pulled from its log`;
    return { state: 'ok', says: `The last delivery (${newest.event}, ${when}) arrived${before}.` };
  }
  const refusal = await storage?.transaction((tx) => keptRefusal(tx, { installationId: 0, id: 'github' }));
  const why = refusal === undefined ? '' : ` We said: ${REFUSALS[refusal.reason][1]}`;
  return {
    state: 'problem',
    says: `The last delivery (${newest.event}, ${when}) failed: ${newest.status} (${newest.statusCode}).${why}`,
    todo:
      newest.statusCode === 401
        ? "The webhook secret of the App's settings page is not WEBHOOK_SECRET: set the same in both."
        : 'Let GitHub reach this address from the internet; what is missed meanwhile is pulled from its log.',
  };
}
