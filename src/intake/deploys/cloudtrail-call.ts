import { z } from 'zod';
import { foreignText } from '../foreign-text.ts';

export const CLOUDTRAIL_DETAIL_TYPE = 'AWS API Call via CloudTrail';

/** A call to AWS as CloudTrail records it (docs.aws.amazon.com, "CloudTrail record contents", read 2026-11). */
export const CloudTrailCall = z.object({
  eventSource: z.string(),
  eventName: z.string(),
  eventTime: z.string().nullish(),
  eventID: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  errorCode: z.string().nullish(),
  requestParameters: z.unknown().optional(),
  userIdentity: z
    .object({
      userName: z.string().nullish(),
      principalId: z.string().nullish(),
      sessionContext: z.object({ sessionIssuer: z.object({ userName: z.string().nullish() }).nullish() }).nullish(),
    })
    .nullish(),
});
export type CloudTrailCall = z.infer<typeof CloudTrailCall>;

/** The person or role that called; undefined where AWS itself did. */
export function callerOf({ userIdentity }: CloudTrailCall): string | undefined {
  const name = userIdentity?.userName ?? userIdentity?.sessionContext?.sessionIssuer?.userName;
  return name ? foreignText(name, 100) : undefined;
}

/** A text parameter of the call by its name; its value must be wanted by name, for many hold secrets. */
export function parameterOf({ requestParameters }: CloudTrailCall, name: string): string | undefined {
  if (typeof requestParameters !== 'object' || requestParameters === null) return undefined;
  const value = Object.hasOwn(requestParameters, name) ? Reflect.get(requestParameters, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
