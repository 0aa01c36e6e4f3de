const LONGEST_MESSAGE = 4_000;

/**
 * The message without what varies from line to line: numbers, ids, hashes, addresses, times and quoted values
 * become a sign such as `<n>`. Two messages of one log statement give the same template.
 */
export function messageTemplate(message: string): string {
  return message
    .slice(0, LONGEST_MESSAGE)
    .replace(/"[^"]{0,200}"|'[^']{0,200}'/g, '<value>')
    .replace(/\b(?=[0-9a-f]*[0-9])[0-9a-f]{6,64}\b/gi, '<id>')
    .replace(/[0-9]+(?:[.:][0-9]+)*/g, '<n>')
    .replace(/\s+/g, ' ')
    .trim();
}
