import type { SeriesKind } from '../case.ts';

const KINDS: readonly (readonly [SeriesKind, RegExp])[] = [
  ['success_ratio', /(success|availab|uptime)\w*(ratio|rate|percent|_pct)|(ratio|percent)\w*(success|availab)/i],
  ['error_ratio', /(err|fail|5xx)\w*[_:]?(ratio|percent|_pct)|(ratio|percent)\w*(err|fail)/i],
  ['latency', /histogram_quantile|latency|duration|response_time|_seconds_(sum|bucket|quantile)|_milliseconds/i],
  [
    'saturation',
    /cpu|memory|_mem_|heap|disk|filesystem|utili[sz]ation|saturation|queue|pool|backlog|lag\b|connections|inodes|load\d/i,
  ],
];
const ERRORS = /err|fail|exception|5xx|(code|status)\w*\s*=~?\s*["'`][^"'`]*5/i;
const REQUESTS = /request|http_|grpc_|_calls|_hits|queries/i;

/** What a PromQL expression most likely measures, guessed from its names; `other` where nothing tells. */
export function seriesKind(expression: string): SeriesKind {
  const named = KINDS.find(([, pattern]) => pattern.test(expression));
  const [numerator, denominator] = expression.split(/\s\/\s|\)\s*\/|\/\s*\(/, 2);
  const isDivision = denominator !== undefined;
  if (named && !(isDivision && named[0] === 'latency')) return named[0];
  if (isDivision && ERRORS.test(numerator ?? ''))
    return /^\s*\(?\s*1\s*-/.test(expression) ? 'success_ratio' : 'error_ratio';
  if (named) return named[0];
  if (isDivision) return 'other';
  if (ERRORS.test(expression)) return 'errors';
  return REQUESTS.test(expression) ? 'requests' : 'other';
}
