import { alsoIn } from '../../investigation/incident/as-one-service.ts';
import { isClearHome } from '../../investigation/incident/home-of-service.ts';
import { entryOfKey } from '../../investigation/incident/known-as.ts';
import { plainName } from '../../investigation/incident/plain-name.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import type { Gap } from '../../investigation/verdict/verdict.ts';
import type { StoredMaterial } from './gather-material.ts';

/** What a report says where several repositories have the service, and which one its reports belong in is a guess. */
export function homeGaps({ incident, serviceMap, alerts }: StoredMaterial): readonly Gap[] {
  const own = entryOfKey(serviceMap, incident);
  const others = alsoIn(serviceMap, incident);
  if (own === undefined || others.length === 0 || isClearHome([own, ...others], own.repositoryId)) return [];
  const { repository } = own;
  const isIt = (label: string | undefined): boolean =>
    [repository, repository.slice(repository.indexOf('/') + 1)].some(
      (name) => plainName(name) === plainName(label ?? ''),
    );
  if (alerts.some(({ labels }) => isIt(labels.repository ?? labels.repo))) return [];
  const names = others.map(({ repository }) => repository).join(', ');
  return [
    {
      what: sentence`Whether this issue is in the right repository`,
      why: sentence`${code(incident.service)} is a service of ${code(names)} as well, and nothing says where its reports belong: give it ${code('alerts')} in ${code('.github/whatchanged.yml')} of one of them`,
    },
  ];
}
