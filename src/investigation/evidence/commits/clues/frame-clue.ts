import { code, sentence } from '../../../sentence.ts';
import { isRemoteAnswer } from '../../logs/remote-answer.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { FileWords } from '../scene/commit-words.ts';
import { type StackFrame, stackFrames } from '../text/stack-frames.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** How near a hunk must be to a frame's line; the lines of the running code may have moved a little. */
const NEAR_LINES = 5;
/** Shorter names (`get`, `run`) stand in every file. */
const SHORTEST_NAME = 5;
/** What the frames of a caller are worth where the answer that it got was an error. */
const ASKED = 0.4;
/** Characters of a patch that are looked at. */
const PATCH_READ = 20_000;

/**
 * The commit changes a file, a function or the very line of a stack frame. The nearer to the failure the frame, the more
 * it counts (1 / rank); file names are compared from the right, since builds move folders.
 */
export const frameClue: CommitFeature = {
  clue: 'stack-frame',
  find: (scene) => {
    const frames = framesOf(scene);
    if (frames.length === 0) return [];
    return scene.commits.map((commit): Finding | undefined => {
      const hits = commit.files.flatMap((file, index) => {
        const patch = commit.commit.files?.[index]?.patch ?? '';
        const segments = segmentsOfPath(file.path);
        return frames.flatMap(({ frame, weight }) => {
          const same = sameFromTheRight(segments, frame.segments);
          if (same === 0) return [];
          const { nearness, how } = nearnessOf(file, patch, frame);
          return [{ frame, how, value: (weight * nearness * likeness(same, segments, frame.segments)) / frame.rank }];
        });
      });
      const [best] = hits.sort((one, other) => other.value - one.value);
      if (best === undefined) return undefined;
      return { value: best.value, says: sentence`it changes ${best.how} of the stack frame ${code(best.frame.place)}` };
    });
  },
};

function framesOf(scene: CommitScene): { frame: StackFrame; weight: number }[] {
  return scene.incident.texts.flatMap((text) =>
    stackFrames(text.text).map((frame) => ({ frame, weight: text.weight * (isRemoteAnswer(text.text) ? ASKED : 1) })),
  );
}

function segmentsOfPath(path: string): string[] {
  return path
    .toLowerCase()
    .replace(/\.[a-z]{1,5}$/, '')
    .split('/');
}

function sameFromTheRight(one: readonly string[], other: readonly string[]): number {
  let same = 0;
  while (same < one.length && same < other.length && one.at(-1 - same) === other.at(-1 - same)) same += 1;
  return same;
}

/** 1 where the whole of the shorter path agrees or three of its parts do; little where the same file name stands in another folder. */
function likeness(same: number, path: readonly string[], frame: readonly string[]): number {
  if (same >= 3 || same === Math.min(path.length, frame.length)) return same === 1 && path.length > 1 ? 0.7 : 1;
  return same === 2 ? 0.8 : 0.3;
}

/** A patch holds little but what changed: a function that stands there with its bracket is touched, or the next to it. */
function shows(patch: string, name: string): boolean {
  if (name.length < SHORTEST_NAME) return false;
  for (let at = patch.indexOf(name); at >= 0 && at < PATCH_READ; at = patch.indexOf(name, at + 1)) {
    if (!/[\w$]/.test(patch.charAt(at - 1)) && /^\s?[(<=:]/.test(patch.slice(at + name.length, at + name.length + 2)))
      return true;
  }
  return false;
}

function nearnessOf(file: FileWords, patch: string, frame: StackFrame): { nearness: number; how: string } {
  const hit = file.hunks.some((hunk) => frame.line >= hunk.start && frame.line < hunk.start + Math.max(1, hunk.lines));
  if (hit) return { nearness: 1, how: 'the very line' };
  const name = frame.function;
  if (name !== undefined && (file.hunks.some((hunk) => hunk.heading.includes(name)) || shows(patch, name)))
    return { nearness: 0.9, how: 'the function' };
  const near = file.hunks.some(
    (hunk) => frame.line >= hunk.start - NEAR_LINES && frame.line < hunk.start + hunk.lines + NEAR_LINES,
  );
  if (near) return { nearness: 0.8, how: 'lines beside that' };
  // The file alone, or a file of which no lines are known.
  return { nearness: file.hunks.length === 0 ? 0.6 : 0.5, how: 'the file' };
}
