import type { Command } from 'commander';
import { type CommandOutput, PROCESS_OUTPUT } from './command-output.ts';
import { CONTRACT_PROOFS } from './sources/contract-proofs.generated.ts';
import { listSources } from './sources/list-sources.ts';
import { PLUG_IN_KINDS } from './sources/plug-in-kinds.ts';

const ROOT = new URL('../../', import.meta.url);

/**
 * Adds `whatchanged sources [--json]`: lists every alert source, deploy source and telemetry reader, the payloads that
 * are kept of it, and whether it passed its contract suite on these very files.
 */
export function registerSources(program: Command, output: CommandOutput = PROCESS_OUTPUT): void {
  program
    .command('sources')
    .description('list what can send alerts and deploys, and what telemetry can be read')
    .option('--json', 'print one JSON array')
    .action((options: { readonly json?: boolean }) => {
      const sources = listSources(ROOT, PLUG_IN_KINDS, CONTRACT_PROOFS);
      if (options.json) return output.out(JSON.stringify(sources, null, 2));
      for (const { kind, id, name, captured, contract } of sources) {
        output.out(
          `${kind.padEnd(9)}  ${id.padEnd(17)}  ${contract.padEnd(8)}  ${String(captured).padStart(3)}  ${name}`,
        );
      }
    });
}
