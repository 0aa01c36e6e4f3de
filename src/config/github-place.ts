import { withoutSlash } from './web-address.ts';

/** Where GitHub is, without slashes at the end. */
export interface GitHubPlace {
  readonly apiUrl: string;
  readonly webUrl: string;
}

const GITHUB_API = 'https://api.github.com';

/** github.com, or the GitHub Enterprise Server whose REST API is named; its pages are on the same host unless told otherwise. */
export function githubPlace(set: {
  readonly GITHUB_API_URL?: string | undefined;
  readonly GITHUB_WEB_URL?: string | undefined;
}): GitHubPlace {
  const apiUrl = withoutSlash(set.GITHUB_API_URL ?? GITHUB_API);
  const webUrl = set.GITHUB_WEB_URL ?? (apiUrl === GITHUB_API ? 'https://github.com' : new URL(apiUrl).origin);
  return { apiUrl, webUrl: withoutSlash(webUrl) };
}
