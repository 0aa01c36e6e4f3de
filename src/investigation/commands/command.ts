/** What a command is about: the change that the verdict names first, a pull request, a commit, or the whole suspect deploy. */
export type Subject =
  | { readonly kind: 'first' }
  | { readonly kind: 'pull'; readonly number: number }
  /** The first 7 to 40 hexadecimal digits, in lower case. */
  | { readonly kind: 'commit'; readonly sha: string }
  | { readonly kind: 'deploy' };

/** What a person asked for. */
export type Command =
  | { readonly verb: 'revert'; readonly subject: Subject }
  | { readonly verb: 'not-it' | 'it-was' | 'explain'; readonly subject: Exclude<Subject, { kind: 'deploy' }> }
  | { readonly verb: 'mute'; readonly forMs: number }
  | { readonly verb: 'recheck' | 'help' };
