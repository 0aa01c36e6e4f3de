import { titleOf } from './title-of.ts';

/** The subject of a revert. */
export const BACK = /^[\W_]{0,3}(?:revert|back out|backout|roll ?back)\b/i;

/** What stands before the verb: `[cart]`, `SHOP-12`, `D3D12:`, `fix(cart):`. */
const PREFIX =
  /^(?:\[[^\]]{1,30}\]\s{0,3}|[A-Z][A-Z0-9]{1,9}-\d{1,7}:?\s{1,3}|(?!re-?land|re-?apply|revert)[\w./+-]{1,30}(?:\([^)]{1,40}\))?!?:\s{1,3}){1,3}/i;
/** The type of a conventional commit says once more what the title says: `revert: Revert "a"` is a revert, not one of a revert. */
const TYPE = /^revert(?:\([^)]{1,40}\))?!?:\s{1,3}/i;

/** What a commit's title says was done, without what stands before the verb. */
export function subjectOf(message: string | undefined): string {
  const title = titleOf(message).replace(PREFIX, '');
  const rest = title.replace(TYPE, '');
  return rest === title || BACK.test(rest) ? rest : `revert ${rest}`;
}
