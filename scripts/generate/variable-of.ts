/** The constant that a plug-in's file exports, by its id: `httpJson` of `http-json`. */
export function variableOf(id: string): string {
  return id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
