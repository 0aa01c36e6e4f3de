import { code, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { EVERYDAY_WORDS } from '../scene/mechanisms.ts';
import type { ShownMechanism, Speaker } from '../scene/shown-mechanisms.ts';
import { rarity } from '../scene/word-match.ts';
import { addUp, sumOf } from '../text/add-up.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** How many nats' worth of rare words one mechanism can show, at most. */
const MOST = 3;
/** Mechanisms are correlated (a slow query and a timeout); all but the strongest count only this much. */
const FURTHER = 0.3;
/** What a word that stands in much code anyway counts. */
const EVERYDAY = 0.25;
/** A line of the hunk that stayed, or the function around it. */
const BESIDE = 0.5;

/** The commit touches what such a failure usually comes from: a memory limit where containers are killed, a key where a cache misses. */
export const loggedMechanism: CommitFeature = {
  clue: 'logged-mechanism',
  find: (scene) => findMechanisms(scene, 'system'),
};

/** The same by the words of the alert, where people tell of much that is beside the point. */
export const saidMechanism: CommitFeature = { clue: 'said-mechanism', find: (scene) => findMechanisms(scene, 'alert') };

function findMechanisms(scene: CommitScene, speaker: Speaker): (Finding | undefined)[] {
  const all = scene.commits.map((commit) => ({ commit, shows: scene.mechanismsFor(commit, speaker) }));
  const wanted = new Set(all.flatMap(({ shows }) => shows.flatMap(({ words }) => [...words.keys()])));
  if (wanted.size === 0) return [];
  const rarities = raritiesOf(scene.commits, wanted);
  return all.map(({ commit, shows }) => finding(commit, shows, rarities));
}

/** How rare it is among the commits to touch each wanted word. */
function raritiesOf(commits: readonly CommitWords[], wanted: ReadonlySet<number>): Map<number, number> {
  const holders = new Map<number, number>();
  for (const { added, removed, context, title, paths, body } of commits) {
    const here = new Set<number>();
    for (const { counts } of [added, removed, context, title, paths, body]) {
      for (const word of counts.keys()) if (wanted.has(word)) here.add(word);
    }
    for (const word of here) addUp(holders, word, 1);
  }
  return new Map([...holders].map(([word, count]) => [word, rarity(commits.length, count)]));
}

/** A word counts in the changed lines, less beside them or in the subject alone, and least in what people wrote below it. */
function touched({ title, paths, added, removed, context, body }: CommitWords, word: number): number {
  const subject = title.counts.has(word) || paths.counts.has(word);
  const beside = context.counts.has(word) ? BESIDE : 0;
  if (added.counts.has(word) || removed.counts.has(word)) return subject ? 1.3 : 1;
  if (subject) return 0.7 + 0.5 * beside;
  return beside > 0 ? beside : body.counts.has(word) ? 0.3 : 0;
}

function finding(
  commit: CommitWords,
  shown: readonly ShownMechanism[],
  rarities: ReadonlyMap<number, number>,
): Finding | undefined {
  let sum = 0;
  let best = 0;
  let strongest: { name: string; words: string[] } | undefined;
  for (const { name, strength, words } of shown) {
    let amount = 0;
    const hits: string[] = [];
    for (const [word, spelling] of words) {
      const here = touched(commit, word);
      if (here === 0) continue;
      amount += here * sumOf(rarities, word) * (EVERYDAY_WORDS.has(spelling) ? EVERYDAY : 1);
      hits.push(spelling);
    }
    const value = (strength * MOST * amount) / (amount + MOST);
    sum += value;
    if (value > best) {
      best = value;
      strongest = { name, words: hits };
    }
  }
  if (strongest === undefined) return undefined;
  const quoted = code(strongest.words.slice(0, 4).join(', '));
  return {
    value: best + FURTHER * (sum - best),
    says: sentence`the incident speaks of ${strongest.name}, and the commit touches ${quoted}`,
  };
}
