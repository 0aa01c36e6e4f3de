import { readEnvironmentName } from '../../ledger/environment-name.ts';
import { cleanForeign } from '../../report/markdown/clean-foreign.ts';
import { code, type Line, say } from '../../report/markdown/tree.ts';

/** A column is read down: a name as long as a payload may make it would push the others aside. */
const NAME_CUT = { characters: 60, lines: 1 };

/** A service, with its environment where that is not production. */
export function placeName({ service, environment }: { readonly service: string; readonly environment: string }): Line {
  const name = code(cleanForeign(service, NAME_CUT));
  return readEnvironmentName(environment).environment === 'production'
    ? [name]
    : say`${name} · ${code(cleanForeign(environment, NAME_CUT))}`;
}
