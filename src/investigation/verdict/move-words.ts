import type { CaseSeries } from '../case.ts';
import type { ServiceMoves } from '../evidence/location/origin-likelihood.ts';
import type { SeriesMove } from '../evidence/location/series-move.ts';
import { isOfSuccess } from '../evidence/series/is-of-success.ts';
import { code, type Phrase, type Sentence, sentence } from '../sentence.ts';
import { amount } from './amount.ts';

const CLEAR_MOVE = 1;
const FLAT = -0.5;
const MOST_FLAT = 2;
const TELLING_FACTOR = 1.5;

/**
 * What a service's own metrics did at the onset, with the numbers before and after, and which others stayed flat meanwhile:
 * "errors of `cart` went from 3 to 120 per min with the onset (40 times), while `catalog` stayed flat". `speaks` is the
 * weight that all metrics together have for an origin in this service: where it is below zero a rise is no reason for it,
 * and the sentence says why.
 */
export function moveSays(moves: ReadonlyMap<string, ServiceMoves>, service: string, speaks: number): Sentence {
  const strongest = moves.get(service)?.strongest ?? null;
  if (strongest === null) return sentence`no metrics of ${code(service)} itself; judged by those around it`;
  if (strongest.evidence < CLEAR_MOVE) {
    const still = sentence`no metric of ${code(service)} clearly moved with the onset`;
    return speaks > 0 ? [...still, '; those of others fit a beginning elsewhere even less'] : still;
  }
  const flat = flatOthers(moves, service);
  const moved = [
    ...seriesWords(strongest.series),
    ...sentence` went from ${amount(strongest.before, strongest.series)} to ${amount(strongest.before + strongest.move, strongest.series)} with the onset`,
    ...factorWords(strongest),
  ];
  if (speaks < 0) return [...moved, ...elsewhere(moves, service)];
  if (flat.length === 0) return moved;
  const named = flat.flatMap((name, index): Phrase[] => (index === 0 ? [code(name)] : [' and ', code(name)]));
  return [...moved, ', while ', ...named, ' stayed flat'];
}

/** Why a service whose metrics rose is not where it began: what else moved, and that all of it together fits better there. */
function elsewhere(moves: ReadonlyMap<string, ServiceMoves>, service: string): Sentence {
  const [most] = [...moves]
    .filter(([name, { strongest }]) => name !== service && (strongest?.evidence ?? 0) >= CLEAR_MOVE)
    .sort(([, one], [, other]) => (other.strongest?.evidence ?? 0) - (one.strongest?.evidence ?? 0));
  const why = sentence`all metrics together fit trouble that began elsewhere better`;
  if (most === undefined) return [', but ', ...why];
  return [', but those of ', code(most[0]), ' moved too, and ', ...why];
}

/** Up to two services whose metrics did not move at all, those first that come first by name. */
function flatOthers(moves: ReadonlyMap<string, ServiceMoves>, service: string): string[] {
  return [...moves]
    .filter(([name, { strongest }]) => name !== service && strongest !== null && strongest.evidence < FLAT)
    .map(([name]) => name)
    .sort()
    .slice(0, MOST_FLAT);
}

function seriesWords(series: CaseSeries): Sentence {
  const words = kindWords(series);
  return series.version === undefined ? words : [...words, ...sentence` in version ${code(series.version)}`];
}

function kindWords(series: CaseSeries): Sentence {
  const of = series.peer === undefined ? code(series.service) : code(`${series.service} → ${series.peer}`);
  const statistic = series.statistic ?? '';
  switch (series.kind) {
    case 'errors':
      return sentence`errors of ${of}`;
    case 'error_ratio':
      return sentence`the error ratio of ${of}`;
    case 'success_ratio':
      return isOfSuccess(series)
        ? sentence`the success ratio of ${of}`
        : sentence`${code(series.name ?? series.id)} of ${of}`;
    case 'latency':
      return /^[\w.]{1,12}$/.test(statistic)
        ? sentence`the latency (${statistic}) of ${of}`
        : sentence`the latency of ${of}`;
    default:
      return sentence`${code(series.name ?? series.id)} of ${of}`;
  }
}

function factorWords({ before, move }: SeriesMove): Sentence {
  const factor = (before + move) / before;
  if (!Number.isFinite(factor) || factor < TELLING_FACTOR) return [];
  return sentence` (${String(Number(factor.toPrecision(2)))} times)`;
}
