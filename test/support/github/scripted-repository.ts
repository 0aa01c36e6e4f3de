import { openRepository } from '../../../src/readers/repository/open-repository.ts';
import { type Script, scriptedGitHub } from './scripted-github.ts';

const listed = { total_count: 1, repositories: [{ id: 7, name: 'r', owner: { login: 'o' }, default_branch: 'main' }] };

/** The installation covers one repository: o/r, of id 7. */
export const INSTALLED = { 'GET /installation/repositories': listed };

/** Two commits. */
export const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];

/** Opens o/r of a GitHub that answers from a script; `requests` grows with every question. */
export async function open(script: Script) {
  const github = scriptedGitHub({ ...INSTALLED, ...script });
  const repository = await openRepository(github.access)(1, 7);
  return { repository, requests: github.requests };
}

/** One page of a comparison as GitHub answers it. */
export const compared = (status: string, total: number, listedCommits: readonly object[]) => ({
  status,
  total_commits: total,
  commits: listedCommits,
  files: [],
});
