const END = ':answers';

/** The natural key of an incident's one comment that answers people. */
export function answersKey(incidentId: string): string {
  return `${incidentId}${END}`;
}

/** Whether a comment's natural key is that of an incident's answers. */
export function isAnswersKey(naturalKey: string): boolean {
  return naturalKey.endsWith(END);
}
