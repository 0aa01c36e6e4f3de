import { waitUntil } from '../wait-until.ts';
import { type RunningProgram, startProgram } from './start-program.ts';

export interface PrometheusSetup {
  /** Hosts to scrape, such as `127.0.0.1:1234`, each with labels of its own. */
  readonly targets: readonly { readonly address: string; readonly labels?: Readonly<Record<string, string>> }[];
  /** The text of the rules file. */
  readonly rules?: string;
  /** The Alertmanager to send alerts to, such as `127.0.0.1:1234`. */
  readonly alertmanager?: string;
  /** How often it scrapes and evaluates; default 1 s. */
  readonly every?: string;
}

export interface RunningPrometheus extends Pick<RunningProgram, 'stop' | 'output'> {
  readonly url: string;
  /** Asks its HTTP API and gives `data`. */
  ask(path: string): Promise<unknown>;
}

/** Starts Debian's Prometheus on a free port in a folder of its own, and waits until it answers. */
export async function startPrometheus(setup: PrometheusSetup): Promise<RunningPrometheus> {
  const every = setup.every ?? '1s';
  // YAML reads JSON.
  const configuration = JSON.stringify({
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    ...(setup.rules === undefined ? {} : { rule_files: ['rules.yml'] }),
    ...(setup.alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: [setup.alertmanager] }] }] } }),
    scrape_configs: [
      {
        job_name: 'test',
        static_configs: setup.targets.map(({ address, labels }) => ({ targets: [address], labels: labels ?? {} })),
      },
    ],
  });
  const program = await startProgram(
    'prometheus',
    (folder) => [
      '--config.file=prometheus.yml',
      `--storage.tsdb.path=${folder}/data`,
      '--web.listen-address=127.0.0.1:0',
      '--log.level=info',
    ],
    {
      files: { 'prometheus.yml': configuration, ...(setup.rules === undefined ? {} : { 'rules.yml': setup.rules }) },
      ready: /msg="Listening on" address=(127\.0\.0\.1:\d+)/,
    },
  );
  const url = `http://${program.ready[1]}`;
  const running: RunningPrometheus = {
    url,
    stop: program.stop,
    output: program.output,
    async ask(path) {
      const answer = (await (await fetch(`${url}${path}`)).json()) as { status: string; data: unknown; error?: string };
      if (answer.status !== 'success') throw new Error(answer.error);
      return answer.data;
    },
  };
  await waitUntil('Prometheus to be ready', async () => ((await fetch(`${url}/-/ready`)).ok ? true : undefined));
  return running;
}
