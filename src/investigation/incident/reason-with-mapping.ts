/** Parts the two; a stored alert keeps both in one text. */
const TO_MAP_IT = ' To map it:\n';

/** Why an alert maps to nothing, with the lines for .github/whatchanged.yml that would map it: as an alert keeps it. */
export function reasonWithMapping(reason: string, mapping: string): string {
  return `${reason}${TO_MAP_IT}${mapping}`;
}

/** The lines for .github/whatchanged.yml in what `reasonWithMapping` gave; undefined where there are none. */
export function mappingIn(unmappedReason: string): string | undefined {
  return unmappedReason.split(TO_MAP_IT)[1];
}
