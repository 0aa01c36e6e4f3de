import type { Authorisation } from '../../investigation/commands/authorise.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { isMoreVisible } from '../../investigation/incident/is-more-visible.ts';
import { code, type Sentence, sentence } from '../../investigation/sentence.ts';
import type { Transaction } from '../../storage/contract.ts';

/** A repository that holds the change, where the issue is in another one of the installation. */
export interface OtherRepository {
  readonly fullName: string;
  /** More people can read it than the issue: a draft there would tell them of it. */
  readonly isMoreVisible: boolean;
}

/**
 * The repository of a change, unless it is the issue's own. One that the installation does not know counts as more
 * visible, so that nothing is told there.
 */
export async function otherRepository(
  tx: Transaction,
  { installationId, repositoryId: home }: Incident,
  repositoryId: number,
): Promise<OtherRepository | undefined> {
  if (repositoryId === home) return undefined;
  const [here, there] = [
    await tx.repositories.get(installationId, home),
    await tx.repositories.get(installationId, repositoryId),
  ];
  if (here === undefined || there === undefined || there.removed) {
    return { fullName: there?.fullName ?? String(repositoryId), isMoreVisible: true };
  }
  return { fullName: there.fullName, isMoreVisible: isMoreVisible(there.visibility, here.visibility) };
}

/** Why no draft is made in another repository; undefined where whoever asked may write there. */
export function whyNotThere(
  { fullName, isMoreVisible }: OtherRepository,
  there: Authorisation | undefined,
): Sentence | undefined {
  if (isMoreVisible) {
    return sentence`The change is in ${code(fullName)}, which people can read who cannot read this issue, so no draft there tells of it: use the commands.`;
  }
  if (there?.allowed === true) return undefined;
  return sentence`The change is in ${code(fullName)}, and whoever asks needs write access there as well.`;
}
