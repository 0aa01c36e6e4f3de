const LONGEST_TITLE = 300;

/** The first line of a commit message, shortened to what a pattern need look at. */
export function titleOf(message = ''): string {
  const newline = message.indexOf('\n');
  return message.slice(0, Math.min(newline < 0 ? message.length : newline, LONGEST_TITLE));
}
