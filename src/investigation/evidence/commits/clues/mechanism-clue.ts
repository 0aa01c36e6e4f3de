import { code, sentence } from '../../../sentence.ts';
import type { CommitScene } from '../scene/commit-scene.ts';
import type { CommitWords } from '../scene/commit-words.ts';
import { type IncidentText, isTold } from '../scene/incident-text.ts';
import { EVERYDAY_WORDS, MECHANISMS, type Mechanism } from '../scene/mechanisms.ts';
import { rarity } from '../scene/word-match.ts';
import { addUp, sumOf } from '../text/add-up.ts';
import { remember } from '../text/remember.ts';
import type { CommitFeature, Finding } from './commit-feature.ts';

/** How many nats' worth of rare words one mechanism can show, at most. */
const MOST = 3;
/** Mechanisms are correlated (a slow query and a timeout); all but the strongest count only this much. */
const FURTHER = 0.3;
const ELSEWHERE = 0.5;
/** What a word that stands in much code anyway counts. */
const EVERYDAY = 0.25;
/** A line of the hunk that stayed, or the function around it. */
const BESIDE = 0.5;
/** A symptom that is only faintly there is none. */
const FAINTEST = 0.1;

/** The commit touches what such a failure usually comes from: a memory limit where containers are killed, a key where a cache misses. */
export const loggedMechanism: CommitFeature = {
  clue: 'logged-mechanism',
  find: (scene) => findMechanisms(scene, true),
};

/** The same by the words of the alert, where people tell of much that is beside the point. */
export const saidMechanism: CommitFeature = { clue: 'said-mechanism', find: (scene) => findMechanisms(scene, false) };

function findMechanisms(scene: CommitScene, logged: boolean): (Finding | undefined)[] {
  const texts = scene.incident.texts.filter((text) => isTold(text) !== logged).map(withNamesApart);
  const shown = new Map<string, readonly Shown[]>();
  const shownFor = (commit: CommitWords): readonly Shown[] => {
    const services = scene.servicesOf(commit);
    return remember(shown, [...services].sort().join('\n'), () => shownMechanisms(scene, texts, services, logged));
  };
  const all = scene.commits.map((commit) => ({ commit, shows: shownFor(commit) }));
  const wanted = new Set([...shown.values()].flat().flatMap(({ words }) => [...words.keys()]));
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

interface Shown {
  readonly mechanism: Mechanism;
  /** 0 to 1: how much the incident's texts speak of it. */
  readonly strength: number;
  /** The words that it touches, by number, with one spelling each. */
  readonly words: ReadonlyMap<number, string>;
}

/** Exceptions and settings are written in one word: `DivisionByZero` speaks of a division by zero. */
function withNamesApart(text: IncidentText): IncidentText {
  const names = text.text.match(/[A-Za-z]*[a-z][A-Z][A-Za-z]*/g) ?? [];
  const apart = names.map((name) => name.replace(/([a-z])([A-Z])/g, '$1 $2'));
  return { ...text, text: [text.text, ...apart].join('\n') };
}

function shownMechanisms(
  { incident: { vocabulary } }: CommitScene,
  texts: readonly IncidentText[],
  services: ReadonlySet<string>,
  logged: boolean,
): Shown[] {
  return MECHANISMS.flatMap((mechanism): Shown[] => {
    // What writes logs has been built.
    if (logged && mechanism.beforeItRuns) return [];
    let strength = 0;
    for (const text of texts) {
      const near = text.service === undefined || services.has(text.service) ? 1 : ELSEWHERE;
      if (text.weight * near > strength && mechanism.symptom.test(text.text)) strength = text.weight * near;
    }
    if (strength <= FAINTEST) return [];
    const words = new Map<number, string>();
    for (const word of mechanism.touches) {
      const number = vocabulary.numberOf(word);
      if (!words.has(number)) words.set(number, word);
    }
    return [{ mechanism, strength, words }];
  });
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
  shown: readonly Shown[],
  rarities: ReadonlyMap<number, number>,
): Finding | undefined {
  let sum = 0;
  let best = 0;
  let strongest: { name: string; words: string[] } | undefined;
  for (const { mechanism, strength, words } of shown) {
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
      strongest = { name: mechanism.name, words: hits };
    }
  }
  if (strongest === undefined) return undefined;
  const quoted = code(strongest.words.slice(0, 4).join(', '));
  return {
    value: best + FURTHER * (sum - best),
    says: sentence`the incident speaks of ${strongest.name}, and the commit touches ${quoted}`,
  };
}
