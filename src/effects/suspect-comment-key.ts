/** The natural key of the comment that tells a pull request's author about an incident: one for each of the two. */
export function suspectCommentKey(incidentId: string, repositoryId: number, pullRequest: number): string {
  return `${incidentId}:${repositoryId}#${pullRequest}`;
}
