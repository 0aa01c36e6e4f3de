/** Longer lines are hard to read, however wide the window is. */
const WIDEST = 120;
const IN_A_PIPE = 100;

/** How many columns the text of a command may take on this stream. */
export function terminalColumns({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY ? Math.min(WIDEST, columns || IN_A_PIPE) : IN_A_PIPE;
}
