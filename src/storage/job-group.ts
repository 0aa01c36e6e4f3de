/**
 * The installation that a job is for, as the queue's group: one with many jobs leaves room for the others. GitHub's
 * deliveries are all of installation 0 until they are read, so those are one group. A job of no installation has none, and
 * nothing limits it: such jobs are few, as each has one waiting at most.
 */
export function jobGroup(payload: object): { readonly group?: { readonly id: string } } {
  const { installationId } = payload as { installationId?: number };
  return installationId === undefined ? {} : { group: { id: String(installationId) } };
}
