/** A log answer is cut here, and that is told: patterns show in fewer lines. */
export const MOST_LOG_ROWS = 5_000;

const LONGEST_MESSAGE = 8_000;

/** A single line may have megabytes; what a line is about stands at its beginning. */
export function cutMessage(message: string): string {
  return message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} …` : message;
}
