import type { Command } from 'commander';
import type { CommitRange } from '../investigation/revert/commits-to-revert.ts';
import { runPlanning } from '../investigation/revert/objects/run-planning.ts';
import { planRevert, type RevertPlan } from '../investigation/revert/plan-revert.ts';
import { locateLater } from '../investigation/revert/preflight/locate-later.ts';
import { preflight } from '../investigation/revert/preflight/preflight.ts';
import { levelOfNote, type PreflightNote, sayNote } from '../investigation/revert/preflight/preflight-note.ts';
import { sayReason } from '../investigation/revert/revert-reason.ts';
import { plainText } from '../investigation/sentence.ts';
import { openLocalGitObjects, sha1 } from '../readers/repository/git-objects-local.ts';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';
import { EXIT } from './exit.ts';
import { laterCommits, resolveCommit } from './local-clone.ts';

interface Options {
  readonly git: string;
  readonly onto: string;
  readonly json?: boolean;
}

/** `whatchanged revert-plan --git DIR SHA... [--onto REF] [--json]`: what a revert would do, on a local clone. */
export function registerRevertPlan(program: Command, output: CommandOutput = PROCESS_OUTPUT): void {
  program
    .command('revert-plan')
    .description('tell what reverting commits would do, without touching the clone')
    .argument('<sha...>', 'commits, or a deploy as LASTGOOD..BAD; they are reverted newest first')
    .requiredOption('--git <dir>', 'a local clone')
    .option('--onto <ref>', 'the commit on which the revert shall stand', 'HEAD')
    .option('--json', 'print the plan as JSON')
    .action(async (shas: string[], options: Options) => {
      await revertPlan(shas, options, output);
    });
}

async function revertPlan(shas: readonly string[], options: Options, output: CommandOutput): Promise<void> {
  const objects = openLocalGitObjects(options.git);
  try {
    const what = await Promise.all(shas.map((text) => commitOrRange(options.git, text)));
    const onto = await resolveCommit(options.git, options.onto);
    // Whoever names a commit on the command line asks for just that one, be it a revert.
    const plan = await runPlanning(planRevert({ what, onto, mayRevertReverts: true, sha1 }), objects.read);
    const newest = plan.commits[0];
    const later = newest === undefined ? [] : await laterCommits(options.git, newest.sha, onto);
    const notes = preflight(plan, await runPlanning(locateLater({ ...plan, later, sha1 }), objects.read));
    output.out(options.json === true ? JSON.stringify(asJson(plan, notes)) : asText(plan, notes));
    if (plan.outcome === 'conflict' || plan.outcome === 'refused') output.exitCode(EXIT.problems);
  } finally {
    objects.close();
  }
}

async function commitOrRange(directory: string, text: string): Promise<string | CommitRange> {
  const dots = text.indexOf('..');
  if (dots < 0) return resolveCommit(directory, text);
  const [lastGood, bad] = [text.slice(0, dots), text.slice(dots + 2)];
  return {
    lastGood: await resolveCommit(directory, lastGood || 'HEAD'),
    bad: await resolveCommit(directory, bad || 'HEAD'),
  };
}

function asJson({ outcome, tree, files, reasons }: RevertPlan, notes: readonly PreflightNote[]): unknown {
  return {
    outcome,
    tree,
    files: files.map(({ path, change, from, to }) => ({ path, change, from: from?.sha ?? null, to: to?.sha ?? null })),
    reasons: reasons.map((reason) => ({ ...reason, says: plainText(sayReason(reason)) })),
    notes: notes.map((note) => ({ ...note, level: levelOfNote(note), says: plainText(sayNote(note)) })),
  };
}

function asText({ outcome, tree, files, reasons }: RevertPlan, notes: readonly PreflightNote[]): string {
  return [
    tree === null ? outcome : `${outcome}: tree ${tree}`,
    ...files.map(({ path, change }) => `  ${change} ${path}`),
    ...reasons.map((reason) => `  ${plainText(sayReason(reason))}`),
    ...notes.map((note) => `  ${levelOfNote(note)}: ${plainText(sayNote(note))}`),
  ].join('\n');
}
