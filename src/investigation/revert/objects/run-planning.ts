import type { ObjectAnswer, ObjectRequest, Planning } from './planning.ts';

/** Reads objects from wherever they are: the answers in the order of the requests. Trouble is thrown. */
export type ReadObjects = (requests: readonly ObjectRequest[]) => Promise<readonly ObjectAnswer[]>;

/** Runs a plan to its end with the objects that `read` gives. */
export async function runPlanning<T>(planning: Planning<T>, read: ReadObjects): Promise<T> {
  let step = planning.next([]);
  while (step.done !== true) step = planning.next(await read(step.value));
  return step.value;
}
