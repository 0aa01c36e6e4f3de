import type { HttpRequest } from '../../../src/platform/http-client.ts';
import type { TelemetryReader } from '../../../src/readers/telemetry/contract.ts';
import { vendorConnection } from './vendor-connection.ts';

const KEY = { region: 'eu-central-1', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-key' };

/** Which operation of AWS a request is for, by its target or its path. */
export function awsCommandOf({ headers = {}, url }: HttpRequest): string {
  return headers['x-amz-target']?.split('.')[1] ?? url.pathname.slice(1);
}

/** Connects a reader to an AWS in memory that denies every change and answers the rest, one by one by command. */
export function answeringAws(now: number) {
  return <Options>(
    reader: TelemetryReader<Options>,
    answers: Readonly<Record<string, (count: number) => unknown>>,
    more: object = {},
  ) => {
    const counts = new Map<string, number>();
    return vendorConnection(
      reader,
      { ...KEY, ...more },
      (request) => {
        const command = awsCommandOf(request);
        if (command.startsWith('Delete')) return { status: 400, body: { __type: 'AccessDeniedException' } };
        const count = (counts.get(command) ?? 0) + 1;
        counts.set(command, count);
        const answer = answers[command];
        if (answer === undefined) throw new Error(`${command} was not expected`);
        return { body: answer(count) };
      },
      now,
    );
  };
}
