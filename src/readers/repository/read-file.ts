import { OperationalError } from '../../platform/errors.ts';
import { failureStatus } from '../../platform/github-failure.ts';
import type { RepositoryAddress } from './repository-address.ts';

/**
 * A file of the default branch as text; undefined where there is none. Throws OperationalError `upstream-failed` for what
 * cannot be one: a folder, a link out of the repository, a submodule, more than 1 MB, or bytes that are not UTF-8.
 */
export async function readFile(address: RepositoryAddress, path: string): Promise<string | undefined> {
  const data = await getContent(address, path);
  if (data === undefined) return undefined;
  if (Array.isArray(data)) throw cannot(path, 'is a folder, not a file');
  if (data.type === 'symlink') throw cannot(path, 'is a link that leads to no file of the repository');
  if (data.type !== 'file' || !('content' in data)) throw cannot(path, 'is a submodule, not a file');
  if (data.encoding !== 'base64') throw cannot(path, 'is larger than 1 MB');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data.content, 'base64'));
  } catch {
    throw cannot(path, 'is not UTF-8 text');
  }
}

async function getContent({ octokit, owner, repo }: RepositoryAddress, path: string) {
  try {
    return (await octokit.rest.repos.getContent({ owner, repo, path })).data;
  } catch (error) {
    if (failureStatus(error) === 404) return undefined;
    throw error;
  }
}

function cannot(path: string, why: string): OperationalError {
  return new OperationalError('upstream-failed', `${path} ${why}`);
}
