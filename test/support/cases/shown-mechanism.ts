/** A mechanism with a word that a change which brings it about touches, and what systems print when they fail so. */
export type ShownMechanism = readonly [name: string, touches: string, messages: readonly string[]];
