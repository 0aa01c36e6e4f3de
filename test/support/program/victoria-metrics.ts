import { freePort } from '../../../src/storage/embedded/free-port.ts';
import { waitUntil } from '../wait-until.ts';
import { type RunningProgram, startProgram } from './start-program.ts';

export interface RunningVictoriaMetrics extends Pick<RunningProgram, 'stop' | 'output'> {
  readonly url: string;
  /** Stores samples of the past, as Prometheus writes them: `name{label="value"} 1 1700000000000`. */
  backfill(lines: readonly string[]): Promise<void>;
}

/** Starts Debian's VictoriaMetrics on a free port in a folder of its own, and waits until it answers. */
export async function startVictoriaMetrics(): Promise<RunningVictoriaMetrics> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const program = await startProgram(
    'victoria-metrics',
    (folder) => [
      `-storageDataPath=${folder}/data`,
      `-httpListenAddr=127.0.0.1:${port}`,
      '-retentionPeriod=2',
      '-search.latencyOffset=0s',
      '-search.disableCache',
    ],
    { files: {}, ready: /started VictoriaMetrics/ },
  );
  const post = async (path: string, body: string) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  };
  await waitUntil('VictoriaMetrics', async () => ((await fetch(`${url}/health`)).ok ? true : undefined));
  return {
    url,
    stop: program.stop,
    output: program.output,
    async backfill(lines) {
      await post('/api/v1/import/prometheus', lines.join('\n'));
      await post('/internal/force_flush', '');
    },
  };
}
