import { waitUntil } from '../wait-until.ts';
import { type RunningProgram, startProgram } from './start-program.ts';

export interface AlertmanagerSetup {
  /** Where alerts are posted to. */
  readonly webhook: string;
  /** Sent as Authorization: Bearer. */
  readonly secret?: string;
  readonly groupBy?: readonly string[];
}

export interface RunningAlertmanager extends Pick<RunningProgram, 'stop' | 'output'> {
  readonly url: string;
  /** host:port, as Prometheus wants it. */
  readonly address: string;
}

/** Starts Debian's Alertmanager on a free port in a folder of its own, and waits until it answers. */
export async function startAlertmanager(setup: AlertmanagerSetup): Promise<RunningAlertmanager> {
  const configuration = JSON.stringify({
    route: {
      receiver: 'whatchanged',
      group_by: setup.groupBy ?? ['alertname', 'service', 'env'],
      group_wait: '1s',
      group_interval: '1s',
      repeat_interval: '1h',
    },
    receivers: [
      {
        name: 'whatchanged',
        webhook_configs: [
          {
            url: setup.webhook,
            send_resolved: true,
            http_config:
              setup.secret === undefined ? {} : { authorization: { type: 'Bearer', credentials: setup.secret } },
          },
        ],
      },
    ],
  });
  const program = await startProgram(
    'prometheus-alertmanager',
    (folder) => [
      '--config.file=alertmanager.yml',
      `--storage.path=${folder}/data`,
      '--web.listen-address=127.0.0.1:0',
      '--cluster.listen-address=',
    ],
    { files: { 'alertmanager.yml': configuration }, ready: /msg="Listening on" address=(127\.0\.0\.1:\d+)/ },
  );
  const address = program.ready[1] ?? '';
  const url = `http://${address}`;
  await waitUntil('Alertmanager to be ready', async () => ((await fetch(`${url}/-/ready`)).ok ? true : undefined));
  return { url, address, stop: program.stop, output: program.output };
}
