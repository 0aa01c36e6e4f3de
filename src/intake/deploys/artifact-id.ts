import { fullSha } from './full-sha.ts';
import { repositoryOf } from './repository-of.ts';

/** What a package URL tells of the code that an artifact was made from. */
export interface ArtifactOrigin {
  readonly sha?: string;
  readonly repository?: string;
}

/**
 * Reads a package URL (github.com/package-url/purl-spec, read 2026-11) such as `pkg:github/acme/shop@<sha>`,
 * `pkg:golang/github.com/acme/shop@<sha>` or `pkg:oci/shop@sha256:…?tag=<sha>`: the commit is the version, the tag, or
 * what the qualifier `vcs_url` names; a short id or a version number is none.
 */
export function artifactOrigin(artifactId: string): ArtifactOrigin {
  const parts = /^pkg:\/{0,2}([a-z][a-z0-9.+-]*)\/([^?#]+)(?:\?([^#]*))?/i.exec(artifactId);
  if (parts === null || artifactId.length > 2_000) return {};
  const [, type = '', path = '', query = ''] = parts;
  const at = path.lastIndexOf('@');
  const name = decoded(at < 0 ? path : path.slice(0, at));
  const version = at < 0 ? '' : decoded(path.slice(at + 1));
  const qualifiers = new URLSearchParams(query);
  const vcs = /^(?:git\+)?(.+?)(?:@([0-9a-f]{40}))?$/i.exec(qualifiers.get('vcs_url') ?? '');
  const sha = fullSha(version) ?? fullSha(qualifiers.get('tag')?.replace(/^sha-/, '')) ?? fullSha(vcs?.[2]);
  const repository = repositoryIn(type.toLowerCase(), name) ?? repositoryOf(vcs?.[1]);
  return { ...(sha !== undefined && { sha }), ...(repository !== undefined && { repository }) };
}

function repositoryIn(type: string, name: string): string | undefined {
  if (type === 'github') return repositoryOf(name);
  const onGitHub = /^github\.com\/([^/]+\/[^/]+)/i.exec(name)?.[1];
  return repositoryOf(onGitHub);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
