/** The parts of an alarm's ARN. */
export interface AlarmArn {
  readonly region: string;
  readonly account: string;
  readonly name: string;
}

const ARN = /^arn:aws[a-z-]{0,20}:cloudwatch:([a-z0-9-]{1,30}):(\d{12}):alarm:(.{1,255})$/s;

/** Reads an alarm's ARN: the only place of a message where the region stands as a code. Undefined where it is none. */
export function alarmArn(arn: string | undefined): AlarmArn | undefined {
  const [, region, account, name] = ARN.exec(arn ?? '') ?? [];
  return region === undefined || account === undefined || name === undefined ? undefined : { region, account, name };
}

/** The alarm's own page in the console, built from its checked parts. */
export function alarmPage({ region, name }: AlarmArn): string {
  const domain = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : `${region}.console.aws.amazon.com`;
  return `https://${domain}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name.toWellFormed())}`;
}
