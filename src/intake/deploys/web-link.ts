import { foreignText } from '../foreign-text.ts';

/** A link for people; anything but http and https, such as `javascript:`, is none. */
export function webLink(text: string | null | undefined): string | undefined {
  const url = text ? URL.parse(text) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  return foreignText(url.href, 2_000);
}
