import { HttpFailure } from '../server/http-failure.ts';
import type { Route } from '../server/route.ts';

/** What an App that only observes never calls: GitHub has them, here they are refused and written down. */
const NEVER: Readonly<Record<string, string>> = {
  'POST /graphql': 'graphql',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': 'approval',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events': 'approval',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge-async': 'merge',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/update-branch': 'ref update',
  'POST /repos/{owner}/{repo}/merge-upstream': 'merge',
  'POST /repos/{owner}/{repo}/dispatches': 'dispatch',
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': 'dispatch',
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun': 'dispatch',
};

export const refusedRoutes: readonly Route[] = Object.entries(NEVER).map(([operation, violation]) => ({
  operation,
  access: 'anyone',
  violation,
  handle: () => {
    throw new HttpFailure(501, `The local GitHub does not serve ${operation}`);
  },
}));
