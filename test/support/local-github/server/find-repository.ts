import { fullName, type Repository } from '../world/repository.ts';
import type { World } from '../world/world.ts';

/** Where a path's repository is: here, or moved to another name, which GitHub answers with a redirect by id. */
export type FoundRepository =
  | { readonly kind: 'here'; readonly repository: Repository }
  | { readonly kind: 'moved'; readonly repository: Repository }
  | { readonly kind: 'nowhere' };

/** Finds a repository by `owner/name`, whatever the case of the letters. */
export function findRepository(world: World, name: string): FoundRepository {
  const wanted = name.toLowerCase();
  for (const repository of world.repositories.values()) {
    if (fullName(repository).toLowerCase() === wanted) return { kind: 'here', repository };
  }
  for (const repository of world.repositories.values()) {
    if (repository.formerNames.has(wanted)) return { kind: 'moved', repository };
  }
  return { kind: 'nowhere' };
}

/** `/repositories/{id}/…` is `/repos/{owner}/{name}/…` by another name. */
export function withoutRepositoryId(world: World, path: string): string {
  const found = /^\/repositories\/(\d+)(\/.*)?$/.exec(path);
  const repository = found === null ? undefined : world.repositories.get(Number(found[1]));
  return repository === undefined ? path : `/repos/${fullName(repository)}${found?.[2] ?? ''}`;
}
