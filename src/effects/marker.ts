import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Effect } from './contract.ts';

/** The form of a marker; the guard lets no body through that has none. */
export const MARKER = /<!-- whatchanged:id v1 ([0-9a-f]{32}) -->\s*$/;

/**
 * Signs what we write, so that after an unclear answer we find it again and adopt nothing that a stranger copied:
 * HMAC-SHA256, 128 bits, over the installation, the repository, the kind and the natural key.
 * The database stays the authority; the marker only bridges the time between a write and its record.
 */
export interface Marker {
  /** The body with the marker of this effect as its last line. */
  mark(effect: MarkedEffect, body: string): string;
  /** Whether the body ends with the marker of this very effect. */
  isOf(effect: MarkedEffect, body: string): boolean;
}

type MarkedEffect = Pick<Effect, 'installationId' | 'repositoryId' | 'kind' | 'naturalKey'>;

/** Makes markers under a key that is derived from `secret`, a webhook secret of the App. */
export function createMarker(secret: string): Marker {
  const key = createHmac('sha256', secret).update('whatchanged effect marker v1').digest();
  const digest = (effect: MarkedEffect) =>
    createHmac('sha256', key)
      .update(JSON.stringify([effect.installationId, effect.repositoryId, effect.kind, effect.naturalKey]))
      .digest('hex')
      .slice(0, 32);
  return {
    mark: (effect, body) => `${body.trimEnd()}\n<!-- whatchanged:id v1 ${digest(effect)} -->`,
    isOf(effect, body) {
      const found = MARKER.exec(body)?.[1];
      return found !== undefined && timingSafeEqual(Buffer.from(found), Buffer.from(digest(effect)));
    },
  };
}
