import { code, sentence } from '../../sentence.ts';
import type { FreshSignature } from './fresh-signatures.ts';
import type { NoChangeClue } from './log-evidence.ts';
import type { SignatureRows } from './log-signatures.ts';

/** What a message can name that stands for one part of the machines or of the data. */
interface Place {
  readonly clue: 'one-node' | 'one-record';
  readonly pattern: RegExp;
  readonly weight: number;
  readonly kind: string;
}

const PLACES: readonly Place[] = [
  {
    clue: 'one-node',
    pattern:
      /\b(?:node|broker|shard|disk|rack|zone|az|availability[_-]?zone)(?:[._-]?(?:id|name))?(?: |["']?\s?[=:]\s?)(?:id[ =:])?["']?([\w.-]{1,60})/i,
    weight: 1,
    kind: 'node',
  },
  {
    clue: 'one-record',
    // `document: 502` tells how the request for it ended.
    pattern:
      /\b(?:tenant|customer_id|account_id|(?:file|record|document)(?![ =:]{1,2}[1-5]\d\d\b))[ =:]["']?([\w.@-]{1,80})/i,
    weight: 0.9,
    kind: 'tenant or record',
  },
  {
    clue: 'one-record',
    pattern:
      /\b(?:offset|message|msg|event|delivery|control|record|order|row|sequence|seq|entry)(?:[ _-]?(?:id|tag|key|no|number))?\s?[ =:#]\s?["'(]?([\w.-]{0,30}\d{5}[\w-]{0,30}|[0-9a-f]{8}-[0-9a-f-]{27})/i,
    weight: 0.9,
    kind: 'record',
  },
];

const FEWEST_ROWS = 3;
const NEARLY_ALL = 0.95;

/**
 * All new lines name the same node, or the same tenant or record (a message that is delivered again and again, an offset that nobody gets past). A deploy fails on every node and for every tenant alike;
 * a noisy neighbour, a failing disk and a bad record do not.
 */
export function onePlaceClues(fresh: readonly FreshSignature[], all: readonly SignatureRows[]): NoChangeClue[] {
  const told = PLACES.flatMap(({ clue, pattern, weight, kind }): NoChangeClue[] => {
    const counts = new Map<string, number>();
    let rows = 0;
    let lines = 0;
    let share = 0;
    for (const { signature, share: part } of fresh) {
      let named = 0;
      for (const row of signature.rows) {
        const place = pattern.exec(row.message.slice(0, 2_000))?.[1];
        // Without a digit or a dash it is a word, not a name.
        if (place === undefined || !/[\d-]/.test(place)) continue;
        if (signature.firstAfter === undefined || row.at < signature.firstAfter) continue;
        counts.set(place, (counts.get(place) ?? 0) + (row.count ?? 1));
        lines += row.count ?? 1;
        rows += 1;
        named += 1;
      }
      if (named > 0) share += part;
    }
    const top = [...counts].sort((one, other) => other[1] - one[1])[0];
    if (top === undefined || rows < FEWEST_ROWS || top[1] < NEARLY_ALL * lines) return [];
    if (isTheOnlyOne(pattern, top[0], all)) return [];
    const says = sentence`nearly all new lines that name a ${kind} name the same one: ${code(top[0])}`;
    return [{ clue, weight: weight * Math.min(1, 2 * share), says }];
  });
  // One record is not told twice, by its tenant and by its number.
  return told.filter(({ clue }, at) => told.findIndex((one) => one.clue === clue) === at);
}

/** Lines without trouble name such a place too, and never another one: there is no other. */
function isTheOnlyOne(pattern: RegExp, place: string, all: readonly SignatureRows[]): boolean {
  const quiet = all.filter(({ level }) => level === 'other').flatMap(({ rows }) => rows);
  const named = new Set(quiet.flatMap(({ message }) => pattern.exec(message.slice(0, 2_000))?.[1] ?? []));
  return named.size === 1 && named.has(place);
}
