/** A bound on the bytes of all bodies that are held at once, so that many large ones cannot fill the memory. */
export interface BodyMemory {
  open(): BodyLease;
}

/** What one request holds of it. */
export interface BodyLease {
  /** Takes room for so many more bytes; false, and nothing taken, where there is none left. */
  take(bytes: number): boolean;
  /** Gives back all that was taken; safe to call twice. */
  release(): void;
}

export function bodyMemory(maxBytes: number): BodyMemory {
  let used = 0;
  return {
    open() {
      let held = 0;
      return {
        take(bytes) {
          if (used + bytes > maxBytes) return false;
          used += bytes;
          held += bytes;
          return true;
        },
        release() {
          used -= held;
          held = 0;
        },
      };
    },
  };
}
