/** What of a message is read, in characters: stack traces can be long. */
export const LONGEST_MESSAGE = 2_000;

const LOAD =
  /time(?:d)? ?-?out|timeout|deadline|pool|too many|connection|connect:|refused|reset|lock|unavailable|overload|throttl|rate.?limit|\b(?:429|50[0-9])\b|memory|slow|busy|retry|retries|unreachable|closed|answered|upstream/i;

/** What a service logs because another one is slow, busy or away: a deploy that burdens something brings such lines to everybody. */
export function speaksOfLoad(message: string): boolean {
  return LOAD.test(message.slice(0, LONGEST_MESSAGE));
}
