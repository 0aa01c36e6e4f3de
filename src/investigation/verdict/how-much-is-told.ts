import type { Case } from '../case.ts';

/** From so many different words on, an incident says enough to hold commits against it. */
const ENOUGH_WORDS = 10;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;
const QUIET_LEVELS = /^(trace|debug|info|notice)$/i;

/**
 * How much the alert and the logs say of what went wrong, 0 to 1. That no commit fits the words speaks against the
 * commits only where there are words: "checkout answers 5xx" fits nothing that anybody ever wrote.
 */
export function howMuchIsTold({ alert, logs = [] }: Case): number {
  const words = new Set<string>();
  const names = new Set([alert.service.toLowerCase(), (alert.environment ?? '').toLowerCase()]);
  const told = [
    alert.title ?? '',
    alert.labels?.description ?? '',
    alert.labels?.stacktrace ?? '',
    ...logs.filter(({ level }) => !QUIET_LEVELS.test(level ?? '')).map(({ message }) => message),
  ];
  for (const text of told) {
    for (const [word] of text.matchAll(WORD)) if (!names.has(word.toLowerCase())) words.add(word.toLowerCase());
    if (words.size >= ENOUGH_WORDS) return 1;
  }
  return words.size / ENOUGH_WORDS;
}
