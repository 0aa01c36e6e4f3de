/**
 * A string from outside that can be stored and shown: no NUL and no lone surrogate (PostgreSQL refuses both), and no
 * longer than `longest` UTF-16 units; a cut is marked with an ellipsis.
 */
export function foreignText(text: string, longest: number): string {
  const storable = text.replaceAll('\u0000', '').toWellFormed();
  return storable.length <= longest ? storable : `${storable.slice(0, longest - 1).toWellFormed()}…`;
}
