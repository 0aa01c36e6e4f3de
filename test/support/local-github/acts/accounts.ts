import type { Account } from '../world/account.ts';
import type { World } from '../world/world.ts';

/** The account of this login; it is made where it is not there. */
export function account(world: World, login: string, type: Account['type'] = 'User', name = login): Account {
  const known = world.accounts.get(login.toLowerCase());
  if (known !== undefined) return known;
  const id = world.nextId();
  const email = `${id}+${login}@users.noreply.github.com`;
  const made: Account = { id, login, type, name, email, createdAt: world.clock.now() };
  world.accounts.set(login.toLowerCase(), made);
  return made;
}
