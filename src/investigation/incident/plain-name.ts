/** A name without its spelling: case, dashes, underscores, dots and spaces do not tell two services apart. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '');
}
