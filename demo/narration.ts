/** Says what is happening: coloured on a terminal, plain lines elsewhere, always on stderr so that stdout stays clean. */
export interface Narration {
  step(text: string): void;
  detail(text: string): void;
}

export function narration(stream: NodeJS.WriteStream): Narration {
  const paint = stream.isTTY && process.env.NO_COLOR === undefined;
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s`;
  return {
    step: (text) => stream.write(`${paint ? `\u001b[36m${seconds()}\u001b[0m ` : `${seconds()} `}${text}\n`),
    detail: (text) => stream.write(`        ${paint ? `\u001b[2m${text}\u001b[0m` : text}\n`),
  };
}
