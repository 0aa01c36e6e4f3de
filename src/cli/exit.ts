/** The exit codes of every command. */
export const EXIT = { ok: 0, problems: 1, usage: 2, failed: 3 } as const;
