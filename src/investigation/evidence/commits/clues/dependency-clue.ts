import { code, sentence } from '../../../sentence.ts';
import { FINGERPRINTS } from '../text/package-fingerprints.ts';
import { remember } from '../text/remember.ts';
import { titleOf } from '../text/title-of.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

const BUMPED = /\b(?:bump|update|upgrade|roll)s? (?:dependency |the |module )?([@\w./-]{2,80})/i;
const MOST_PACKAGES = 200;

/** The commit raises, adds or drops a package that the failure comes from: its name stands in the incident, or its error class does. */
export const dependencyClue: CommitFeature = {
  clue: 'dependency',
  find: (scene) => {
    const texts = scene.incident.texts.filter((text) => text.weight > 0.1);
    const whole = texts
      .filter((text) => text.from !== 'person')
      .map((text) => text.text.toLowerCase())
      .join('\n');
    const failing = new Set(
      FINGERPRINTS.filter(({ shows }) => texts.some((text) => shows.test(text.text))).map(({ name }) => name),
    );
    const named = new Map<string, boolean>();
    return scene.commits.map(({ commit, files }): Finding | undefined => {
      const packages = new Set<string>();
      const title = BUMPED.exec(titleOf(commit.message))?.[1];
      if (title !== undefined) packages.add(title.toLowerCase());
      for (const file of files) for (const name of file.packages) packages.add(name);
      for (const name of [...packages].slice(0, MOST_PACKAGES)) {
        if (remember(named, name, () => isFailing(name, failing) || standsIn(name, whole)))
          return { value: 1, says: sentence`it changes the version of ${code(name)}, which the incident names` };
      }
      return undefined;
    });
  },
};

function isFailing(name: string, failing: ReadonlySet<string>): boolean {
  const short = name.slice(name.lastIndexOf('/') + 1);
  return failing.has(name) || failing.has(short) || [...failing].some((some) => short.startsWith(`${some}-`));
}

function standsIn(name: string, whole: string): boolean {
  const short = name.slice(name.lastIndexOf('/') + 1);
  // Shorter names are words of every log ("time", "core", "test").
  if (short.length < 6) return false;
  const at = whole.indexOf(short);
  return at >= 0 && !/[a-z]/.test(whole.charAt(at - 1)) && !/[a-z]/.test(whole.charAt(at + short.length));
}
