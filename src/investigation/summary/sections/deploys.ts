import { counted } from '../../report/format-number.ts';
import { type Block, heading, type Line, paragraph, say } from '../../report/markdown/tree.ts';
import type { DeployCount, Summary } from '../summary.ts';
import { placeName } from './place-name.ts';

const MOST_ROWS = 30;

/** How much went live, and how much of it an incident names. */
export function deployTable({ deploys }: Summary): readonly Block[] {
  if (deploys.length === 0) return [heading`Deploys`, paragraph(say`Nothing went live, as far as the ledger knows.`)];
  const shown = deploys.slice(0, MOST_ROWS);
  const head = [say`service`, say`went live`, say`named first by an incident`, say`failed`, say`rollbacks`];
  const more = deploys.length - shown.length;
  return [
    heading`Deploys`,
    { kind: 'table', head, rows: shown.map(row) },
    ...(more > 0 ? [paragraph(say`and ${counted(more, 'more service', 'more services')}.`)] : []),
  ];
}

function row(deploy: DeployCount): readonly Line[] {
  const { live, named, failed, rollbacks } = deploy;
  return [placeName(deploy), say`${live}`, say`${named}`, say`${failed}`, say`${rollbacks}`];
}
