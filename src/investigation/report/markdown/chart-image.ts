import type { Block, Own, OwnUrl } from './tree.ts';

/** Addresses of our own pictures, in letters that end no link. */
const CHART_URL = /^https?:\/\/[A-Za-z0-9.:[\]-]+(?:\/[A-Za-z0-9._~-]+)*\/charts\/[A-Za-z0-9/_-]+\.png$/;

/** The picture as a block, or none where the address is not of the form that our server gives. */
export function chartImage(url: string | undefined, alt: Own): readonly Block[] {
  return url === undefined || !CHART_URL.test(url) ? [] : [{ kind: 'image', alt, url: url as OwnUrl }];
}
