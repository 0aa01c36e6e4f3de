import type { By } from '../acts/issues.ts';
import type { Call } from '../server/route.ts';

/** Who does what the call asks for, now: a person, or the bot of an App with the App's name on it. */
export function by(call: Call): By {
  const { actor } = call;
  return {
    by: call.account,
    viaApp: actor.kind === 'installation' ? actor.token.installation.app : undefined,
    at: call.world.clock.now(),
  };
}
