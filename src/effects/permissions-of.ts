import type { GitHubPermissions } from '../platform/github-access.ts';
import type { EffectKind } from './contract.ts';

const PERMISSIONS: Readonly<Record<EffectKind, GitHubPermissions>> = {
  issue: { metadata: 'read', issues: 'write' },
  'issue-comment': { metadata: 'read', issues: 'write' },
  'pull-request-comment': { metadata: 'read', pull_requests: 'write' },
  'revert-pull-request': { metadata: 'read', contents: 'write', pull_requests: 'write', issues: 'read' },
  reaction: { metadata: 'read', issues: 'write' },
};

/** The permissions of the token that writes one kind of effect: no more than that kind needs. */
export function permissionsOf(kind: EffectKind): GitHubPermissions {
  return PERMISSIONS[kind];
}
