import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { ObjectAnswer, ObjectRequest } from '../../investigation/revert/objects/planning.ts';
import type { ReadObjects } from '../../investigation/revert/objects/run-planning.ts';
import { OperationalError } from '../../platform/errors.ts';

/** Reads the objects of a local clone; `close` ends the two git processes behind it. */
export interface LocalGitObjects {
  readonly read: ReadObjects;
  close(): void;
}

const MOST_CACHED_BYTES = 64 * 1024 * 1024;
const LINE_FEED = 10;

/**
 * Opens a local clone (a work tree or a bare repository) through `git cat-file`, one process for contents and one for
 * sizes, both kept open. What was read last is kept, up to 64 MB. Objects are taken as they are: no replacements.
 * `environment` is added to git's own. Every read throws OperationalError where git fails.
 */
export function openLocalGitObjects(
  directory: string,
  environment: Readonly<Record<string, string>> = {},
): LocalGitObjects {
  const contents = catFile(directory, '--batch', environment);
  const sizes = catFile(directory, '--batch-check', environment);
  const cached = new Map<string, ObjectAnswer>();
  let cachedBytes = 0;
  const remember = ({ kind, sha }: ObjectRequest, answer: ObjectAnswer) => {
    cached.set(`${kind} ${sha}`, answer);
    cachedBytes += typeof answer === 'object' ? answer.length : 8;
    for (const [key, oldest] of cached) {
      if (cachedBytes <= MOST_CACHED_BYTES) return;
      cached.delete(key);
      cachedBytes -= typeof oldest === 'object' ? oldest.length : 8;
    }
  };
  const readOne = async (request: ObjectRequest): Promise<ObjectAnswer> => {
    const known = cached.get(`${request.kind} ${request.sha}`);
    if (known !== undefined) return known;
    const found = await (request.kind === 'size' ? sizes : contents).ask(request.sha);
    const wanted = request.kind === 'size' ? 'blob' : request.kind;
    if (found === undefined || found.type !== wanted) return undefined;
    const answer = request.kind === 'size' ? found.size : found.bytes;
    remember(request, answer);
    return answer;
  };
  return {
    read: (requests) => Promise.all(requests.map(readOne)),
    close: () => {
      contents.close();
      sizes.close();
    },
  };
}

/** SHA-1 as git's objects are named. */
export function sha1(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

interface FoundObject {
  readonly type: string;
  readonly size: number;
  readonly bytes: Uint8Array;
}

interface CatFile {
  ask(sha: string): Promise<FoundObject | undefined>;
  close(): void;
}

interface Waiting {
  resolve(found: FoundObject | undefined): void;
  reject(problem: Error): void;
}

/** One `git cat-file`: it answers in the order of the questions. It is started with the first one. */
function catFile(
  directory: string,
  mode: '--batch' | '--batch-check',
  environment: Readonly<Record<string, string>>,
): CatFile {
  let child: ChildProcessWithoutNullStreams | undefined;
  let errors = '';
  const waiting: Waiting[] = [];
  const fail = (why: string) => {
    const problem = new OperationalError('upstream-failed', `git cat-file in ${directory}: ${why}`);
    for (const one of waiting.splice(0)) one.reject(problem);
  };
  const start = () => {
    const started = spawn('git', ['-C', directory, 'cat-file', mode], {
      // biome-ignore lint/style/noProcessEnv: git needs what it finds around it, such as HOME and PATH; nothing is read here.
      env: { ...process.env, ...environment, GIT_NO_REPLACE_OBJECTS: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
    });
    const answers = answerReader(mode === '--batch', (found) => waiting.shift()?.resolve(found));
    started.stdout.on('data', answers);
    started.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    started.on('error', (problem) => fail(problem.message));
    started.on('close', (code) => {
      child = undefined;
      fail(errors.trim() || `it exited with ${code}`);
    });
    // Where git ends early, its exit says why.
    started.stdin.on('error', () => undefined);
    return started;
  };
  return {
    ask: (sha) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child ??= start();
        child.stdin.write(`${sha}\n`);
      }),
    close: () => {
      child?.stdin.end();
    },
  };
}

/** Cuts git's output into answers: a line `SHA TYPE SIZE` or `SHA missing`, and with contents the bytes and a line feed. */
function answerReader(
  withContents: boolean,
  answer: (found: FoundObject | undefined) => void,
): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let needed = 0;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length < needed) return;
    let buffer = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    needed = 0;
    for (;;) {
      const feed = buffer.indexOf(LINE_FEED);
      if (feed < 0) break;
      const [, type = '', sizeText = ''] = buffer.toString('latin1', 0, feed).split(' ');
      const size = Number(sizeText);
      const isThere = sizeText !== '' && Number.isInteger(size);
      const end = feed + 1 + (withContents && isThere ? size + 1 : 0);
      if (buffer.length < end) {
        needed = end;
        break;
      }
      const bytes = Uint8Array.prototype.slice.call(buffer, feed + 1, Math.max(end - 1, feed + 1));
      answer(isThere ? { type, size, bytes } : undefined);
      buffer = buffer.subarray(end);
    }
    chunks = buffer.length === 0 ? [] : [buffer];
    length = buffer.length;
  };
}
