import { code, type Sentence, sentence } from '../sentence.ts';

/** What can be commanded, one line each. */
export const HELP_LINES: readonly Sentence[] = [
  sentence`${code('/whatchanged revert')}, with ${code('#12')}, a commit or ${code('deploy')} behind it: drafts a pull request that undoes it; a person merges it`,
  sentence`${code('/whatchanged not-it')}, with ${code('#12')} or a commit: rules it out and weighs the others again`,
  sentence`${code('/whatchanged it-was')}, with ${code('#12')} or a commit: confirms it, and later verdicts learn from it`,
  sentence`${code('/whatchanged explain')}, with ${code('#12')} or a commit: what speaks for and against it`,
  sentence`${code('/whatchanged recheck')}: looks again at everything, now`,
  sentence`${code('/whatchanged mute 4h')}: no new looks at this incident for a while`,
  sentence`${code('/whatchanged help')}: this list`,
];
