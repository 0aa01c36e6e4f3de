import { code, type Sentence, sentence } from '../sentence.ts';

/** Why a command is not carried out; each with the one sentence that is answered, or undefined for silence. */
const REFUSALS = {
  'not-plain': sentence`The first line must be plain: ${code('/whatchanged')} in lower case, then words parted by ordinary blanks.`,
  'too-long': sentence`A command has at most 200 characters.`,
  'several-commands': sentence`One comment holds one command: write the others in comments of their own.`,
  'mail-reply': sentence`The comment looks like a reply by e-mail, where old text may stand above the new: write it on GitHub.`,
  'unknown-command': sentence`There is no such command.`,
  'too-many-words': sentence`The command has more words than it takes.`,
  'bad-subject': sentence`Name one pull request (${code('#12')}) or one commit (7 to 40 hexadecimal digits).`,
  'bad-duration': sentence`Give a time between 5 minutes and 7 days, such as ${code('30m')}, ${code('4h')} or ${code('2d')}.`,
  'not-a-person': undefined,
  'sender-is-not-author': undefined,
  'through-an-app': undefined,
  'comment-edited': sentence`The comment was edited; a command counts only as it was first written. Write a new one.`,
  'comment-gone': undefined,
  'no-write-access': sentence`This needs write access to the repository.`,
  'needs-admin': sentence`This takes back a security fix, so an administrator must ask for it.`,
  'no-verdict-yet': sentence`Nothing was found out yet. Name a pull request or a commit.`,
  'no-suspect': sentence`No change is suspected, so there is nothing to stand for. Name a pull request or a commit.`,
  'several-changes': sentence`It is not clear which change of the suspected deploy is meant: name one of them. ${code('/whatchanged revert deploy')} is about all of them at once.`,
  'unknown-pull': sentence`This pull request brought none of the changes that went live around this incident.`,
  'ambiguous-pull': sentence`Several repositories have a pull request of this number here, and this one has none: name a commit.`,
  'unknown-commit': sentence`This commit is none of the changes that went live around this incident.`,
  'ambiguous-commit': sentence`Several commits, or one of several repositories, begin with these digits: give more of them, or ask in an issue of its repository.`,
  'no-last-good': sentence`It is not known what was live before this deploy, so it cannot be reverted as a whole.`,
} satisfies Record<string, Sentence | undefined>;

export type CommandRefusal = keyof typeof REFUSALS;

/** All reasons, for tests and for the reference page. */
export const COMMAND_REFUSALS = Object.keys(REFUSALS) as readonly CommandRefusal[];

/** The sentence that is answered; undefined where nothing is answered, so that two programs never talk to each other. */
export function sayRefusal(refusal: CommandRefusal): Sentence | undefined {
  return REFUSALS[refusal];
}
