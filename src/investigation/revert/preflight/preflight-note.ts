import { code, type Phrase, type Sentence } from '../../sentence.ts';

/**
 * What a note asks for: `refuse` nobody may let us do it, `admin` an administrator must want it, `warn` a person must look at
 * it before merging, `tell` is good to know.
 */
export type PreflightLevel = 'refuse' | 'admin' | 'warn' | 'tell';

/** One thing that a person should know before a revert is drafted or merged. */
export interface PreflightNote {
  readonly code: PreflightCode;
  /** Paths or SHAs that it is about, as people read them. */
  readonly about: readonly string[];
}

interface Kind {
  readonly level: PreflightLevel;
  readonly says: (about: readonly string[]) => Sentence;
}

const SHOWN = 3;

const KINDS = {
  'workflow-files': {
    level: 'refuse',
    says: (about) => [
      'It changes GitHub workflows (',
      ...list(about),
      '), and the permission for that is one we do not ask for: use the commands.',
    ],
  },
  'security-fix': {
    level: 'admin',
    says: (about) => [
      'It takes back what calls itself a security fix (',
      ...list(about),
      '), so an administrator must ask for it.',
    ],
  },
  migrations: {
    level: 'warn',
    says: (about) => [
      'It touches database migrations (',
      ...list(about),
      '): only code is reverted, the schema stays as it is.',
    ],
  },
  'migration-removed': {
    level: 'warn',
    says: (about) => [
      'It removes migrations (',
      ...list(about),
      ') that may have been applied; many tools stop when an applied one is missing.',
    ],
  },
  'later-lines': {
    level: 'warn',
    says: (about) => [
      `${commitsOf(about)} changed the same lines since (`,
      ...list(about),
      '): most likely that builds on what is taken back and is to be reverted too, newest first.',
    ],
  },
  'later-functions': {
    level: 'warn',
    says: (about) => [
      `${commitsOf(about)} changed the same function since (`,
      ...list(about),
      '): look whether it needs what is taken back.',
    ],
  },
  'later-commits': {
    level: 'warn',
    says: (about) => [
      `${commitsOf(about)} touched the same files, elsewhere (`,
      ...list(about),
      ') and may need what is taken back.',
    ],
  },
  lockfiles: {
    level: 'warn',
    says: (about) => ['It changes lockfiles (', ...list(about), '): let the package manager write them again.'],
  },
  'generated-files': {
    level: 'warn',
    says: (about) => ['It changes generated files (', ...list(about), '): generate them again.'],
  },
  large: {
    level: 'warn',
    says: (about) => [`It changes ${about.length} files: more than a person can check at a glance.`],
  },
  'brings-back': {
    level: 'warn',
    says: (about) => [...list(about), ' is a revert itself, so this brings back what was taken out.'],
  },
  submodules: {
    level: 'warn',
    says: (about) => ['It moves submodules (', ...list(about), '); their commits must still be there.'],
  },
  'lfs-files': {
    level: 'tell',
    says: (about) => [
      'Files in Git LFS (',
      ...list(about),
      ') come back as pointers; their contents must still be stored.',
    ],
  },
  changelogs: {
    level: 'tell',
    says: (about) => ['It changes release notes or a version (', ...list(about), '), which may have been published.'],
  },
  'merge-commit': {
    level: 'tell',
    says: (about) => [
      ...list(about),
      ' is a merge: to bring it back later, revert the revert; merging the branch again changes nothing.',
    ],
  },
  'partly-undone': {
    level: 'tell',
    says: (about) => [
      'What ',
      ...list(about),
      ' changed is not there any more, so that part has nothing to take back.',
    ],
  },
} satisfies Record<string, Kind>;

export type PreflightCode = keyof typeof KINDS;

/** All notes, for tests and for the reference page. */
export const PREFLIGHT_CODES = Object.keys(KINDS) as readonly PreflightCode[];

/** The one sentence of a note. */
export function sayNote({ code: name, about }: PreflightNote): Sentence {
  return KINDS[name].says(about);
}

/** What a note asks for. */
export function levelOfNote({ code: name }: PreflightNote): PreflightLevel {
  return KINDS[name].level;
}

function commitsOf(about: readonly string[]): string {
  return `${about.length} later ${about.length === 1 ? 'commit' : 'commits'}`;
}

/** The first few things, and how many more there are. */
function list(about: readonly string[]): Sentence {
  const shown = about
    .slice(0, SHOWN)
    .flatMap((one, index): Phrase[] => (index === 0 ? [code(one)] : [', ', code(one)]));
  return about.length > SHOWN ? [...shown, ` and ${about.length - SHOWN} more`] : shown;
}
