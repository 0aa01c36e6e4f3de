import type { ShippedManifest } from '../shipped-manifests.ts';

/** What a manifest is asked for beside what is shipped. */
export interface ManifestPlaces {
  /** The name that is proposed; GitHub lets the person change it. */
  readonly name: string;
  /** Where GitHub reaches the server, without a slash at its end. */
  readonly publicUrl: string;
  /** Where GitHub sends the browser back to, with the code. */
  readonly redirectUrl: string;
}

/** A GitHub App manifest (docs.github.com, "Registering a GitHub App from a manifest", read 2026-11). */
export function appManifest(shipped: ShippedManifest, { name, publicUrl, redirectUrl }: ManifestPlaces): object {
  return {
    name,
    url: shipped.url,
    description: shipped.description,
    public: false,
    hook_attributes: { url: `${publicUrl}/webhooks/github`, active: true },
    redirect_url: redirectUrl,
    default_permissions: shipped.permissions,
    default_events: shipped.events,
  };
}
