import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { SECOND_MS } from '../investigation/time.ts';
import { enqueueDue } from '../jobs/effects/sweep-effects.ts';
import { type SwitchName, type Turned, turnSwitch, turnsOf, WHOLE_INSTANCE } from '../jobs/effects/switches.ts';
import { iso } from './ask/iso.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { printJson } from './ask/print-json.ts';
import { printable } from './ask/printable.ts';
import { EXIT } from './exit.ts';

export interface SwitchOptions {
  readonly why?: string;
  readonly by?: string;
  readonly installation?: number;
  readonly json?: boolean;
}

/** What the command is to do: nothing named shows how everything stands. */
export interface SwitchWish {
  readonly name?: string;
  readonly to?: string;
}

const NAMES: readonly SwitchName[] = ['reverts', 'writes'];
const MOST_SHOWN = 10;

/** Registers `whatchanged switch [reverts|writes] [on|off]`: shows the kill switches, or turns one and keeps who and why. */
export function registerSwitch(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('switch')
    .description('the kill switches: shows how they stand, or turns one; by whom and why is kept')
    .argument('[name]', 'reverts (drafts, of one installation) or writes (all that this instance writes to GitHub)')
    .argument('[to]', 'on or off')
    .option('--why <text>', 'why it is turned; needed to turn one')
    .option('--by <name>', 'who turns it; default: the user of this machine')
    .option('--installation <id>', 'for reverts: which installation, where there are several', numeric)
    .option('--json', 'print one JSON document')
    .action((name: string | undefined, to: string | undefined, options: SwitchOptions) =>
      asking(open, (ask) =>
        turnOrShow(ask, { ...(name === undefined ? {} : { name }), ...(to === undefined ? {} : { to }) }, options),
      ),
    );
}

/** Turns the named switch, where one is named, and shows how all of them stand. */
export async function turnOrShow(ask: Ask, { name, to }: SwitchWish, options: SwitchOptions): Promise<void> {
  if (name !== undefined || to !== undefined) {
    const problem = await turn(ask, name, to, options);
    if (problem !== undefined) {
      ask.output.error(problem);
      return ask.output.exitCode(EXIT.usage);
    }
  }
  const standing = await ask.storage.transaction(async (tx) => {
    const all: Standing[] = [];
    for (const [id, which] of switchesOf(ask)) all.push({ ...which, turns: await turnsOf(tx, id, which.name) });
    return all;
  });
  if (options.json === true) {
    return printJson(
      ask,
      standing.map(({ turns, ...which }) => ({ ...which, isOn: isOn(turns), turns })),
    );
  }
  for (const line of standing.flatMap(linesOf)) ask.output.out(line);
}

/** Gives what is wrong with the wish, or undefined where it was done. */
async function turn(
  ask: Ask,
  name: string | undefined,
  to: string | undefined,
  { why, by, installation }: SwitchOptions,
): Promise<string | undefined> {
  const known = NAMES.find((one) => one === name);
  if (known === undefined || (to !== 'on' && to !== 'off')) return 'Name a switch and where to turn it: reverts on.';
  if (why === undefined || why.trim() === '') return 'Say why with --why: it is kept beside your name.';
  const [only, ...others] = installation === undefined ? ask.installations : [installation];
  if (known === 'reverts' && (only === undefined || others.length > 0)) {
    return `Say which installation with --installation: this instance knows ${ask.installations.join(', ') || 'none'}.`;
  }
  if (known === 'reverts' && !ask.installations.includes(only ?? 0)) {
    return `This instance knows no installation ${only}: it knows ${ask.installations.join(', ')}.`;
  }
  const now = ask.clock.now();
  const turned: Turned = { to, by: by ?? userInfo().username, why: why.trim(), at: now };
  await ask.storage.transaction(async (tx) => {
    await turnSwitch(tx, known === 'writes' ? WHOLE_INSTANCE : (only ?? WHOLE_INSTANCE), known, turned);
    // What waited goes out at once, and the rest of it with the next sweep.
    if (known === 'writes' && to === 'on') await enqueueDue(tx, now + SECOND_MS);
  });
  return undefined;
}

interface Standing {
  readonly name: SwitchName;
  readonly installation?: number;
  readonly forced?: string;
  readonly turns: readonly Turned[];
}

function switchesOf({ installations, configuration }: Ask): readonly (readonly [number, Omit<Standing, 'turns'>])[] {
  const { readOnly, reverts } = configuration;
  return [
    [WHOLE_INSTANCE, { name: 'writes', ...(readOnly ? { forced: 'WHATCHANGED_READ_ONLY=true' } : {}) }],
    ...installations.map(
      (installation) =>
        [
          installation,
          { name: 'reverts', installation, ...(reverts === 'off' ? { forced: 'WHATCHANGED_REVERTS=off' } : {}) },
        ] as const,
    ),
  ];
}

function linesOf({ name, installation, forced, turns }: Standing): readonly string[] {
  const whose = installation === undefined ? 'this instance' : `installation ${installation}`;
  const state = forced === undefined ? (isOn(turns) ? 'on' : 'off') : `off by ${forced}`;
  return [
    `${name} of ${whose}: ${state}`,
    ...turns
      .slice(-MOST_SHOWN)
      .map(({ to, by, why, at }) => `  ${iso(at)}  ${to}  by ${printable(by)}: ${printable(why)}`),
  ];
}

function isOn(turns: readonly Turned[]): boolean {
  return turns.at(-1)?.to !== 'off';
}

function numeric(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number, as in the address of the installation’s settings.');
}
