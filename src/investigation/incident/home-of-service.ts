import { DAY_MS, type EpochMs } from '../time.ts';
import { isMoreVisible, type Visibility } from './is-more-visible.ts';
import { plainName } from './plain-name.ts';
import type { ServiceEntry } from './service-map.ts';

/** Where one repository has deployed a service for so much longer than another one, the service has moved. */
const MOVED_AFTER_MS = 28 * DAY_MS;

/** Whether an entry is favoured among these. */
type Preference = (entry: ServiceEntry, among: readonly ServiceEntry[]) => boolean;

/** What people said of where a service belongs: its configuration, and above that its alerts in one. */
const SAID: readonly Preference[] = [
  ({ from }) => from === 'configuration',
  ({ from }) => from !== 'repository-name',
  ({ alertMatchers = [] }) => alertMatchers.length > 0,
];

const HAS_ITS_NAME: Preference = ({ service, repository }) =>
  plainName(repository.slice(repository.indexOf('/') + 1)) === plainName(service);

/** What else decides, for issues must be somewhere. */
const GUESSED: readonly Preference[] = [
  // Where nothing is written, nobody looks.
  ({ observes }) => observes !== true,
  // An issue holds commits of all of them, and must tell no reader of what only others may read.
  (entry, among) => !among.some((other) => isMoreVisible(visibilityOf(entry), visibilityOf(other))),
  ({ lastDeployAt = 0 }, among) => latest(among) - lastDeployAt <= MOVED_AFTER_MS,
  HAS_ITS_NAME,
];

/**
 * Of the repositories that have one and the same service, the one whose issues tell about it: what people configured
 * decides, else one that opens issues, is not more visible than the others, still deploys it, and has its name; at last the oldest.
 */
export function homeOfService(entries: readonly ServiceEntry[]): ServiceEntry | undefined {
  const [home] = favoured(entries, [...SAID, ...GUESSED]).toSorted(
    (one, other) => one.repositoryId - other.repositoryId,
  );
  return home;
}

/** Whether a configuration, or else its name, says that this repository and no other of these tells about the service. */
export function isClearHome(entries: readonly ServiceEntry[], repositoryId: number): boolean {
  return favoured(entries, [...SAID, HAS_ITS_NAME]).every((entry) => entry.repositoryId === repositoryId);
}

/** What is left when each preference has had its say; one that nobody meets says nothing. */
function favoured(entries: readonly ServiceEntry[], preferences: readonly Preference[]): readonly ServiceEntry[] {
  return preferences.reduce((left, isFavoured) => {
    const kept = left.filter((entry) => isFavoured(entry, left));
    return kept.length > 0 ? kept : left;
  }, entries);
}

function visibilityOf({ visibility = 'private' }: ServiceEntry): Visibility {
  return visibility;
}

function latest(entries: readonly ServiceEntry[]): EpochMs {
  return Math.max(...entries.map(({ lastDeployAt = 0 }) => lastDeployAt));
}
