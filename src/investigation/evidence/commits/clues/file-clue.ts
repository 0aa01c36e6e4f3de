import { code, sentence } from '../../../sentence.ts';
import { addUp, sumOf } from '../text/add-up.ts';
import { remember } from '../text/remember.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const SHORTEST_STEM = 8;
const ORDINARY =
  /^(index|main|config|settings|package|readme|changelog|makefile|dockerfile|values|build|utils|types|server|client|application)\b/;

/**
 * The alert or a log names one of its files, by its file name or by a stem that is long enough to be no ordinary word
 * (`VulkanImageWrappingTests`). The value is shared by the commits that touch a file of that name.
 */
export const fileClue: CommitFeature = {
  clue: 'named-file',
  find: (scene) => {
    const texts = scene.incident.texts.map(({ text, weight }) => ({ text: text.toLowerCase(), weight }));
    const known = new Map<string, number>();
    const weightOf = (name: string): number =>
      remember(known, name, () => Math.max(0, ...texts.map(({ text, weight }) => weight * standsIn(name, text))));
    const named = scene.commits.map(({ files }) => {
      const names = new Set(files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1).toLowerCase()));
      return [...names].map((name) => ({ name, weight: weightOf(name) })).filter(({ weight }) => weight > 0);
    });
    const holders = new Map<string, number>();
    for (const { name } of named.flat()) addUp(holders, name, 1);
    return named.map((files): Finding | undefined => {
      const shared = files.map(({ name, weight }) => ({ name, value: weight / sumOf(holders, name) }));
      const [best] = shared.sort((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1));
      if (best === undefined) return undefined;
      return { value: best.value, says: sentence`the incident names the file ${code(best.name)}, which it changes` };
    });
  },
};

/** 1 for the file name, less for its stem alone, 0 for none of it. */
function standsIn(name: string, text: string): number {
  if (ORDINARY.test(name)) return 0;
  if (name.length > 4 && name.includes('.') && wordIn(name, text)) return 1;
  const stem = name.replace(/\.[a-z0-9]{1,8}$/, '').replace(/(\.|_|-)?(test|tests|spec)$/, '');
  return stem.length >= SHORTEST_STEM && wordIn(stem, text) ? 0.6 : 0;
}

function wordIn(name: string, text: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[a-z0-9]/.test(text.charAt(at - 1)) && !/[a-z0-9]/.test(text.charAt(at + name.length));
}
