const TAGGED_COMMIT = /(?:^|[-_.])([0-9a-f]{40})$/i;

/**
 * The commit that the tags of images name, such as `ghcr.io/acme/shop:0f1e…` or `…:sha-0f1e…`; undefined where none
 * names a full one, or several name different ones. A digest says nothing about a commit.
 */
export function imageRevision(images: readonly string[]): string | undefined {
  const found = new Set(images.flatMap((image) => TAGGED_COMMIT.exec(tagOf(image))?.[1]?.toLowerCase() ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

function tagOf(image: string): string {
  const [named = ''] = image.split('@', 1);
  const last = named.slice(named.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon < 0 ? '' : last.slice(colon + 1);
}
