import { randomBytes } from 'node:crypto';
import { relative } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { type GitHubPlace, githubPlace } from '../config/github-place.ts';
import { addressProblem, withoutSlash } from '../config/web-address.ts';
import { type CreatedApp, convertManifest } from '../platform/convert-manifest.ts';
import { OperationalError } from '../platform/errors.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';
import { addSetting, quoted, type SettingsFiles, settingsFiles, writeSettings } from './setup/settings-files.ts';
import { startRegistration } from './setup/start-registration.ts';
import { waitForInstallation } from './setup/wait-for-installation.ts';
import { shippedManifests } from './shipped-manifests.ts';

export interface SetupOptions {
  readonly url: string;
  readonly name: string;
  readonly out: string;
  readonly port: number;
  readonly organization?: string;
  readonly observe?: boolean;
}

export interface SetupParts {
  readonly output: CommandOutput;
  readonly github: GitHubPlace;
  /** Milliseconds between two looks whether the App is installed. */
  readonly betweenLooksMs?: number;
}

/** Registers `whatchanged setup`: makes the GitHub App by GitHub's manifest flow, with one click in a browser. */
export function registerSetup(program: Command): void {
  program
    .command('setup')
    .description(
      'creates the GitHub App with one click in a browser, and writes its key and its settings into two files',
    )
    .requiredOption(
      '--url <address>',
      'where GitHub will reach the server, such as https://whatchanged.example.com',
      address,
    )
    .option(
      '--organization <login>',
      'who is to own the App; without it you. It can be installed on its owner only',
      login,
    )
    .option('--observe', 'without write access to code: no draft reverts (app.observe.yml)')
    .option('--name <name>', 'the name to propose; names are taken once in all of GitHub', 'whatchanged')
    .option('--out <folder>', 'where the two files go', '.')
    .option('--port <number>', 'the port of the page on this machine; 0 takes any free one', port, 0)
    .action((options: SetupOptions) => setup(options, { output: PROCESS_OUTPUT, github: placeOf(process.env) }));
}

/**
 * Shows the page, waits for the App and for its installation, and tells what comes next. Throws OperationalError
 * `configuration-invalid` where the files could not be written, before anything is created.
 */
export async function setup(options: SetupOptions, parts: SetupParts): Promise<void> {
  const { output, github } = parts;
  const files = settingsFiles(options.out);
  const { observe, full } = shippedManifests();
  const owner = options.organization === undefined ? '' : `/organizations/${options.organization}`;
  const registration = await startRegistration({
    ...options,
    shipped: options.observe === true ? observe : full,
    publicUrl: options.url,
    newAppPage: `${github.webUrl}${owner}/settings/apps/new`,
    keep: async (code) => {
      const created = await convertManifest(code, github.apiUrl);
      keepSettings(files, created, options, github, owner);
      return created;
    },
  });
  try {
    output.out(
      `Open ${registration.address} in a browser on this machine that is signed in to GitHub, and press the button.`,
    );
    const created = await registration.created;
    output.out(`Created ${created.slug}: ${created.page}`);
    output.out(`Its key is in ${shown(files.key)}, its settings and secrets are in ${shown(files.settings)}.`);
    output.out(`Install it on your repositories: ${created.page}/installations/new`);
    output.out(
      `This waits for that. Without it add WHATCHANGED_INSTALLATION=ID to ${shown(files.settings)}; the id ends the address of the installation's page.`,
    );
    const installation = await waitForInstallation(created, github.apiUrl, parts.betweenLooksMs);
    addSetting(files, 'WHATCHANGED_INSTALLATION', String(installation.id));
    output.out(`Installed on ${installation.account}. Next, see whether everything is in place, and start it:`);
    output.out(`  set -a; . ${quoted(files.settings)}; set +a`);
    output.out('  npx whatchanged doctor');
    output.out('  npx whatchanged serve');
  } finally {
    await registration.close();
  }
}

function keepSettings(
  files: SettingsFiles,
  created: CreatedApp,
  { url }: SetupOptions,
  github: GitHubPlace,
  owner: string,
): void {
  const enterprise =
    github.apiUrl === githubPlace({}).apiUrl ? {} : { GITHUB_API_URL: github.apiUrl, GITHUB_WEB_URL: github.webUrl };
  const secret = randomBytes(32).toString('hex');
  try {
    writeSettings(files, created, { PUBLIC_URL: url, ...enterprise, WHATCHANGED_ALERT_SECRET: secret });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new OperationalError(
      'configuration-invalid',
      `${created.slug} exists, but its settings cannot be written (${why}). Make a key and a webhook secret yourself on ${github.webUrl}${owner}/settings/apps/${created.slug}, or delete it there and begin anew.`,
    );
  }
}

function placeOf({ GITHUB_API_URL, GITHUB_WEB_URL }: NodeJS.ProcessEnv): GitHubPlace {
  for (const [name, value] of Object.entries({ GITHUB_API_URL, GITHUB_WEB_URL })) {
    const problem = value ? addressProblem(value) : undefined;
    if (problem !== undefined) throw new OperationalError('configuration-invalid', `${name} ${problem}`);
  }
  return githubPlace({ GITHUB_API_URL: GITHUB_API_URL || undefined, GITHUB_WEB_URL: GITHUB_WEB_URL || undefined });
}

function shown(file: string): string {
  return relative('', file);
}

function address(given: string): string {
  const problem = addressProblem(given);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return withoutSlash(given);
}

function login(given: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(given)) throw new InvalidArgumentError('is no login of an organisation');
  return given;
}

function port(given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('is no port, 0 to 65535');
  return number;
}
