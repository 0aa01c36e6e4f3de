import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { type Chance, seededChance } from '../seeded-chance.ts';

type Mode = '100644' | '100755' | '120000' | '160000';

interface VersionedFile {
  readonly mode: Mode;
  /** One character a byte; for a submodule the SHA it stands at. */
  readonly content: string;
}

type Files = Map<string, VersionedFile>;

/** How one kind of commit changes the files. */
type Act = (files: Files, chance: Chance) => void;

/**
 * Writes a history of so many commits into an empty repository, the same for the same seed: edits near and far from each
 * other, renames of files and folders, with and without edits, modes, symbolic links, submodules, binary files, line
 * endings, files that come back, files that become folders, reverts, and merges.
 */
export async function writeGitHistory(directory: string, seed: number, commits: number): Promise<void> {
  await fastImport(directory, (write) => drawHistory(write, seededChance(seed), commits));
}

function drawHistory(write: (text: string) => void, chance: Chance, commits: number): void {
  let mark = 0;
  const commit = (files: Files, parents: readonly number[], message: string): number => {
    mark += 1;
    const time = 1_700_000_000 + mark * 60;
    write(`commit refs/heads/main\nmark :${mark}\ncommitter Someone <someone@example.org> ${time} +0000\n`);
    write(`data ${message.length}\n${message}\n`);
    for (const parent of parents) write(`${parent === parents[0] ? 'from' : 'merge'} :${parent}\n`);
    write('deleteall\n');
    for (const [path, { mode, content }] of files) {
      if (mode === '160000') write(`M 160000 ${content} "${path}"\n`);
      else write(`M ${mode} inline "${path}"\ndata ${content.length}\n${content}\n`);
    }
    write('\n');
    return mark;
  };
  let files = firstFiles(chance);
  let tip = commit(files, [], 'first');
  const states = [files];
  for (let count = 1; count < commits; count += 1) {
    files = new Map(files);
    const kind = chance.below(100);
    if (kind < 6) {
      const branch = new Map(files);
      for (let times = 1 + chance.below(3); times > 0; times -= 1) chance.pick(ACTS)(branch, chance);
      const side = commit(branch, [tip], 'side');
      chance.pick(ACTS)(files, chance);
      const main = commit(files, [tip], 'main');
      files = overlay(states.at(-1) ?? files, files, branch);
      tip = commit(files, [main, side], 'Merge side');
    } else {
      if (kind < 10) undo(files, states, chance);
      else for (let times = 1 + chance.below(3); times > 0; times -= 1) chance.pick(ACTS)(files, chance);
      tip = commit(files, [tip], `change ${count}`);
    }
    states.push(files);
  }
}

const FOLDERS = ['', 'src/', 'src/core/', 'src/core/deep/', 'lib/', 'docs/', 'a b/', 'd\xc3\xa9j\xc3\xa0/'];
const NAMES = ['main', 'index', 'util', 'read', 'write', 'test', 'part', 'model', 'view', 'x'];
const ENDINGS = ['.ts', '.txt', '.json', ''];
const COMMON_LINES = ['}', '', '  return;', '{', '  end', '*/'];

function firstFiles(chance: Chance): Files {
  const files: Files = new Map();
  for (let count = 0; count < 14; count += 1) addFile(files, chance);
  return files;
}

function newPath(files: Files, chance: Chance): string {
  for (;;) {
    const path = `${chance.pick(FOLDERS)}${chance.pick(NAMES)}${chance.below(4)}${chance.pick(ENDINGS)}`;
    if (isFree(files, path)) return path;
  }
}

/** Whether a file can stand there: neither a file nor a folder of that name is, and no part of its path is a file. */
function isFree(files: Files, path: string): boolean {
  const parts = path.split('/');
  const isUnderFile = parts.some((_, index) => index > 0 && files.has(parts.slice(0, index).join('/')));
  return !isUnderFile && !files.has(path) && ![...files.keys()].some((other) => other.startsWith(`${path}/`));
}

function newLine(chance: Chance): string {
  return chance.percent(35) ? chance.pick(COMMON_LINES) : `  step ${chance.below(400)} of ${chance.pick(NAMES)}`;
}

function newText(chance: Chance): string {
  const length = chance.percent(10) ? chance.below(3) : 3 + chance.below(70);
  const lines = Array.from({ length }, () => newLine(chance));
  const ending = chance.percent(15) ? '\r\n' : '\n';
  return lines.join(ending) + (chance.percent(85) && length > 0 ? ending : '');
}

function newSha(chance: Chance): string {
  return Array.from({ length: 40 }, () => chance.below(16).toString(16)).join('');
}

const addFile: Act = (files, chance) => {
  const kind = chance.below(100);
  const path = newPath(files, chance);
  if (kind < 4) files.set(path, { mode: '120000', content: `target${chance.below(9)}` });
  else if (kind < 7) files.set(path, { mode: '160000', content: newSha(chance) });
  else if (kind < 12) files.set(path, { mode: '100644', content: `\0binary ${newText(chance)}` });
  else files.set(path, { mode: chance.percent(10) ? '100755' : '100644', content: newText(chance) });
};

function pickFile(files: Files, chance: Chance): [string, VersionedFile] | undefined {
  return files.size === 0 ? undefined : chance.pick([...files]);
}

const edit: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked === undefined) return;
  const [path, { mode, content }] = picked;
  if (mode === '120000') files.set(path, { mode, content: `target${chance.below(9)}` });
  else if (mode === '160000') files.set(path, { mode, content: newSha(chance) });
  else files.set(path, { mode, content: editText(content, chance) });
};

function editText(content: string, chance: Chance): string {
  const lines = content.split('\n');
  for (let times = 1 + chance.below(3); times > 0; times -= 1) {
    const at = chance.below(lines.length + 1);
    const kind = chance.below(4);
    if (kind === 0) lines.splice(at, 1 + chance.below(3));
    else if (kind === 1) lines.splice(at, 0, ...Array.from({ length: 1 + chance.below(4) }, () => newLine(chance)));
    else if (kind === 2) lines.splice(at, 1, newLine(chance));
    // The same lines once more, so that a diff can slide.
    else lines.splice(at, 0, ...lines.slice(at, at + 1 + chance.below(4)));
  }
  return lines.join('\n');
}

const remove: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked !== undefined && files.size > 6) files.delete(picked[0]);
};

const rename: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked === undefined) return;
  const [path, file] = picked;
  files.delete(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const sameName = `${chance.pick(FOLDERS)}${name}`;
  const target = chance.percent(50) && isFree(files, sameName) ? sameName : newPath(files, chance);
  const isText = file.mode === '100644' || file.mode === '100755';
  const content = isText && chance.percent(60) ? editText(file.content, chance) : file.content;
  files.set(target, { ...file, content });
};

const renameFolder: Act = (files, chance) => {
  const folder = chance.pick(FOLDERS.slice(1));
  const target = `${chance.pick(['moved', 'lib', 'src', 'other'])}${chance.below(3)}/`;
  for (const [path, file] of [...files]) {
    if (!path.startsWith(folder)) continue;
    const moved = target + path.slice(folder.length);
    files.delete(path);
    if (isFree(files, moved)) files.set(moved, file);
    else files.set(path, file);
  }
};

const changeMode: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked === undefined) return;
  const [path, { mode, content }] = picked;
  if (mode === '100644') files.set(path, { mode: '100755', content });
  else if (mode === '100755') files.set(path, { mode: '100644', content });
};

const changeKind: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked === undefined) return;
  const [path, { mode }] = picked;
  if (mode === '100644') files.set(path, { mode: '120000', content: `target${chance.below(9)}` });
  else files.set(path, { mode: '100644', content: newText(chance) });
};

const becomeFolder: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked === undefined) return;
  const [path, file] = picked;
  files.delete(path);
  files.set(`${path}/${chance.pick(NAMES)}`, file);
};

const becomeFile: Act = (files, chance) => {
  const folder = chance.pick(FOLDERS.slice(1));
  const inside = [...files.keys()].filter((path) => path.startsWith(folder));
  if (inside.length === 0 || inside.length > 3) return;
  for (const path of inside) files.delete(path);
  const path = folder.slice(0, -1);
  if (isFree(files, path)) files.set(path, { mode: '100644', content: newText(chance) });
};

const changeLineEndings: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked === undefined) return;
  const [path, { mode, content }] = picked;
  if (mode !== '100644') return;
  const unix = content.replaceAll('\r\n', '\n');
  files.set(path, { mode, content: content.includes('\r\n') ? unix : unix.replaceAll('\n', '\r\n') });
};

const copy: Act = (files, chance) => {
  const picked = pickFile(files, chance);
  if (picked !== undefined) files.set(newPath(files, chance), picked[1]);
};

const ACTS: readonly Act[] = [
  ...Array.from({ length: 16 }, () => edit),
  ...Array.from({ length: 4 }, () => addFile),
  ...Array.from({ length: 3 }, () => remove),
  ...Array.from({ length: 4 }, () => rename),
  renameFolder,
  changeMode,
  changeMode,
  changeKind,
  becomeFolder,
  becomeFile,
  changeLineEndings,
  copy,
];

/** Brings back how a few files were some commits ago. */
function undo(files: Files, states: readonly Files[], chance: Chance): void {
  const before = states[Math.max(0, states.length - 1 - chance.below(12))];
  if (before === undefined) return;
  for (const [path, file] of before) {
    if (chance.percent(30) && (files.has(path) || isFree(files, path))) files.set(path, file);
  }
}

/** What a merge leaves: the branch's files where the branch changed them, else those of main. */
function overlay(base: Files, main: Files, branch: Files): Files {
  const merged = new Map(main);
  for (const path of new Set([...base.keys(), ...branch.keys()])) {
    const [before, after] = [base.get(path), branch.get(path)];
    if (before?.content === after?.content && before?.mode === after?.mode) continue;
    if (after === undefined) merged.delete(path);
    else if (merged.has(path) || isFree(merged, path)) merged.set(path, after);
  }
  return merged;
}

/** Writes three commits, `base` and two that follow on it, with the same files, and gives the marks' SHAs. */
export async function writeThreeVersions(
  directory: string,
  texts: ReadonlyMap<string, readonly [string, string, string]>,
): Promise<{ readonly base: string; readonly ours: string; readonly theirs: string }> {
  const names = ['base', 'ours', 'theirs'] as const;
  const stream = names.map((name, version) => {
    const files = [...texts].map(([path, contents]) => {
      const content = contents[version] ?? '';
      return `M 100644 inline ${path}\ndata ${content.length}\n${content}\n`;
    });
    const parent = version === 0 ? '' : 'from :1\n';
    return `commit refs/heads/${name}\nmark :${version + 1}\ncommitter a <a@b> 1 +0000\ndata 1\nx\n${parent}deleteall\n${files.join('')}\n`;
  });
  await fastImport(directory, (write) => write(stream.join('')));
  const { stdout } = await promisify(execFile)('git', ['-C', directory, 'rev-parse', ...names]);
  const [base = '', ours = '', theirs = ''] = stdout.trim().split('\n');
  return { base, ours, theirs };
}

/** Feeds `git fast-import`; every character of what is written is one byte. */
async function fastImport(directory: string, feed: (write: (text: string) => void) => void): Promise<void> {
  const importer = spawn('git', ['-C', directory, 'fast-import', '--quiet', '--force'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const closed = once(importer, 'close');
  feed((text) => importer.stdin.write(text, 'latin1'));
  importer.stdin.end('done\n');
  const [code] = (await closed) as [number];
  if (code !== 0) throw new Error(`git fast-import in ${directory} exited with ${code}`);
}
