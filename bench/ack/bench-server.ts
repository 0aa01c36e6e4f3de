import { fork } from 'node:child_process';
import { once } from 'node:events';

export type ServerKind = 'whatchanged' | 'probot';

export const APP_ID = 4711;
export const PATH = '/webhooks/github';

export interface BenchServer {
  readonly port: number;
  /** How many deliveries it holds (whatchanged) or has handled (Probot). */
  count(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a server in a process of its own, so that it and the load do not share an event loop. */
export async function startBenchServer(kind: ServerKind, ...settings: readonly string[]): Promise<BenchServer> {
  const child = fork(new URL('./server.ts', import.meta.url), [kind, ...settings], { stdio: 'inherit' });
  const answer = async <T>(): Promise<T> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error(`the ${kind} server ended before it answered`))),
    ])) as [T];
    return message;
  };
  const { port } = await answer<{ port: number }>();
  return {
    port,
    async count() {
      child.send('count');
      return (await answer<{ count: number }>()).count;
    },
    async close() {
      const ended = once(child, 'exit');
      child.send('stop');
      await ended;
    },
  };
}
