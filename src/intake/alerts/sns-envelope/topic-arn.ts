const TOPIC = /^arn:aws(?:-cn|-us-gov)?:sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;

/** The region of an SNS topic's ARN; undefined where it is no such ARN. */
export function topicRegion(arn: string): string | undefined {
  return TOPIC.exec(arn)?.[1];
}

/** Where SNS lives in a region. */
export function snsHost(region: string): string {
  return `sns.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}
