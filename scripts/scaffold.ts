import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { emitterEventNames } from '@octokit/webhooks';
import { OperationalError } from '../src/platform/errors.ts';
import { variableOf } from './generate/variable-of.ts';

interface Kind {
  /** Where each template of `scaffold/` goes; `new-plug-in` stands for the name, there and in the template. */
  readonly files: Readonly<Record<string, string>>;
  /** What `npm test` is given to run the contract. */
  readonly contract: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'alert-source': {
    files: {
      'alert-source.ts.txt': 'src/intake/alerts/new-plug-in.ts',
      'alert-payloads.md': 'test/fixtures/alerts/new-plug-in/SOURCE.md',
    },
    contract: 'test/contract/alert-sources',
  },
  'deploy-source': {
    files: {
      'deploy-source.ts.txt': 'src/intake/deploys/new-plug-in.ts',
      'deploy-payloads.md': 'test/fixtures/deploys/new-plug-in/SOURCE.md',
    },
    contract: 'test/contract/deploy-sources',
  },
  'telemetry-reader': {
    files: {
      'telemetry-reader.ts.txt': 'src/readers/telemetry/new-plug-in.ts',
      'telemetry-vendor.ts.txt': 'test/fixtures/telemetry/new-plug-in/vendor.ts',
      'telemetry-answer.md': 'test/fixtures/telemetry/new-plug-in/SOURCE.md',
    },
    contract: 'test/contract/telemetry-readers test/contract/telemetry-trouble',
  },
  'github-event': {
    files: { 'github-event.ts.txt': 'src/intake/github/new-plug-in.ts' },
    contract: 'test/contract/recorders',
  },
};

const KEBAB_CASE = /^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Writes a new plug-in into the checkout at `root` (which ends with a slash), has the registry generated, and gives what it
 * wrote and what is next, in lines. Throws OperationalError `configuration-invalid`, with nothing written, where the kind
 * or the name cannot be.
 */
export function scaffold(root: URL, kind: string, name: string): readonly string[] {
  const { files, contract } = kindOf(kind);
  const named = (text: string) =>
    text
      .replaceAll('new-plug-in', name)
      .replaceAll('newPlugIn', variableOf(name))
      .replaceAll('new_plug_in', eventOf(name));
  const paths = Object.values(files).map(named);
  const problem = problemOf(kind, name) ?? paths.filter((path) => existsSync(new URL(path, root))).map(taken)[0];
  if (problem !== undefined) throw new OperationalError('configuration-invalid', problem);

  for (const [template, path] of Object.entries(files)) {
    const target = new URL(named(path), root);
    mkdirSync(new URL('./', target), { recursive: true });
    writeFileSync(target, named(readFileSync(new URL(`scripts/scaffold/${template}`, root), 'utf8')), { flag: 'wx' });
  }
  const { status } = spawnSync(process.execPath, ['scripts/generate.ts'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    throw new OperationalError(
      'configuration-invalid',
      `${paths.join(', ')}: written, but no registry was generated: mend what stands above, then npm run generate.`,
    );
  }
  return [
    ...paths.map((path) => `Wrote ${path}`),
    'The registry knows it. Next:',
    '1. Do what each FILL IN in these files says: the captured payload first, since the rest is read from it.',
    `2. npm run generate && npm test -- ${contract}`,
    '   It fails until all is done, and says what is missing.',
    '3. npm run check, which says what else is due.',
  ];
}

function kindOf(kind: string): Kind {
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (known !== undefined) return known;
  throw new OperationalError(
    'configuration-invalid',
    `There is no template for "${kind}": give one of ${Object.keys(KINDS).join(', ')}. ARCHITECTURE.md says where everything else is added.`,
  );
}

/** Why a plug-in cannot have this name. */
function problemOf(kind: string, name: string): string | undefined {
  if (!KEBAB_CASE.test(name)) {
    return `"${name}" cannot be the name of a file here: give it in kebab-case, such as http-json, with 64 characters at most.`;
  }
  if (kind === 'github-event' && !(emitterEventNames as readonly string[]).includes(eventOf(name))) {
    return `GitHub sends no event "${eventOf(name)}": give the name of one with dashes, such as check-run for check_run.`;
  }
  if (!canBeVariable(variableOf(name))) {
    return `"${name}" is a word of JavaScript and cannot be exported: choose another name, or write the file by hand.`;
  }
  return undefined;
}

const taken = (path: string) => `${path} exists already: choose another name, or change that file.`;

const eventOf = (name: string) => name.replaceAll('-', '_');

function canBeVariable(variable: string): boolean {
  try {
    new Script(`'use strict'; async () => { const ${variable} = 0; };`);
    return true;
  } catch {
    return false;
  }
}
