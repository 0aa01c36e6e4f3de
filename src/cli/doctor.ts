import type { Command } from 'commander';
import type { Ask } from './ask/open-ask.ts';
import { paintFor } from './ask/paint-for.ts';
import { printJson } from './ask/print-json.ts';
import { terminalColumns } from './ask/terminal-columns.ts';
import { PROCESS_OUTPUT } from './command-output.ts';
import { checkLines, summaryLine, worstOf } from './doctor/check-lines.ts';
import { type Check, examine } from './doctor/examine.ts';
import { type OpenedPatient, openPatient } from './doctor/open-patient.ts';
import { setupText } from './doctor/setup-text.ts';
import type { DoctorDocument } from './documents/doctor-document.ts';
import { EXIT } from './exit.ts';

export interface DoctorOptions {
  readonly json?: boolean;
  readonly setup?: string;
}

type Told = Pick<Ask, 'output' | 'paint' | 'live' | 'columns'>;

/** Registers `whatchanged doctor`: looks at an installation step by step, and says of each how it is and what to do. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('checks an installation step by step, and says what to do; it writes nothing to GitHub')
    .option('--setup <id>', 'only print how an alert source, a deploy source or a telemetry reader is connected')
    .option('--json', 'print one JSON document (docs/reference/doctor.schema.json)')
    .addHelpText('after', EXITS)
    .action(async (options: DoctorOptions) => {
      const told = {
        output: PROCESS_OUTPUT,
        paint: paintFor(process.stdout),
        live: process.stdout.isTTY,
        columns: terminalColumns(process.stdout),
      };
      if (options.setup !== undefined) return tellSetup(told, options.setup);
      const patient = await openPatient();
      try {
        await doctor(told, patient, options);
      } finally {
        await patient.close();
      }
    });
}

const EXITS = `
Exit codes: ${EXIT.ok} nothing has a problem (warnings may be there); ${EXIT.problems} something has; ${EXIT.usage} the settings cannot be read, and nothing
else was looked at; ${EXIT.failed} the doctor itself failed.`;

/** Examines and tells, each check as it is done. */
export async function doctor(told: Told, patient: OpenedPatient, { json }: DoctorOptions): Promise<void> {
  const checks: Check[] = [];
  const done = (check: Check) => {
    checks.push(check);
    if (json !== true) for (const line of checkLines(check, told)) told.output.out(line);
  };
  for (const check of patient.opening) done(check);
  if (patient.patient !== undefined) for await (const check of examine(patient.patient)) done(check);
  const worst = worstOf(checks.flatMap(({ findings }) => findings));
  if (patient.patient === undefined) told.output.exitCode(EXIT.usage);
  else if (worst === 'problem') told.output.exitCode(EXIT.problems);
  if (json !== true) return told.output.out(summaryLine(checks, told));
  const document: DoctorDocument = {
    healthy: worst !== 'problem',
    checks: checks.map(({ id, title, findings }) => ({ id, title, state: worstOf(findings), findings: [...findings] })),
  };
  printJson(told, document);
}

function tellSetup({ output }: Told, id: string): void {
  const found = setupText(id);
  if (found.kind === 'found') {
    output.out(found.text);
    return;
  }
  output.error(`Nothing is called ${JSON.stringify(id)}: ${found.known.join(', ')}.`);
  output.exitCode(EXIT.usage);
}
