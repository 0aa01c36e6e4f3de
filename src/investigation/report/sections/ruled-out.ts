import { say } from '../markdown/tree.ts';

/** Why no deploy could be named where the evidence itself has no sentence for it. */
export const RULED_OUT = {
  unlikely: say`nothing that was measured points to it`,
  noDeploys: say`No deploy is on record for the time before the problem began.`,
  noneNear: say`No deploy on record went live close enough to the moment at which the problem began.`,
} as const;
