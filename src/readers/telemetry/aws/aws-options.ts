import { z } from 'zod';
import { AddressOption } from '../address-option.ts';

/** How an AWS service is reached and with whose rights: the same for every reader of AWS. */
export const AwsOptions = z.strictObject({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is not a region such as eu-central-1')
    .describe('The region, such as eu-central-1.'),
  url: AddressOption.optional().describe('Another endpoint, such as that of a VPC; the public one when left out.'),
  role: z
    .strictObject({
      arn: z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'is not the ARN of a role'),
      externalId: z
        .string()
        .regex(
          /^[\w+=,.@:/-]{16,1224}$/,
          'is shorter than 16 characters or holds others than letters, digits and +=,.@:/-',
        ),
    })
    .optional()
    .describe('The role that is assumed for every read, never with more rights than the reads themselves.'),
  stsUrl: AddressOption.optional().describe('Another endpoint of STS, where the role is assumed.'),
  accessKeyId: z.string().min(1).optional().describe('A key; the usual places are searched when left out.'),
  secretAccessKey: z.string().min(1).optional(),
  sessionToken: z.string().min(1).optional(),
});
export type AwsOptions = z.infer<typeof AwsOptions>;

/** The part of the set-up text that all readers of AWS have in common; `options` are lines that one of them needs more. */
export function awsSetup(reader: string, extra = '', options: readonly string[] = []): string {
  return `Give the region and, best, a role:

\`\`\`yaml
telemetry:
  - id: ${reader}
    reader: ${reader}
    options:
      region: eu-central-1
      role:
        arn: arn:aws:iam::123456789012:role/whatchanged
        externalId: a-long-random-text-of-your-own${options.map((line) => `\n      ${line}`).join('')}
\`\`\`

\`iam/\` holds the role as a CloudFormation template and as Terraform, and its policy as JSON. The role is assumed for 15
minutes at a time with a session policy that allows these reads alone, so even an administrator's role stays read-only.
Before the first read of a day a change is tried that must be denied; where it is not, nothing is read.
Without keys the SDK's usual places are searched: the environment, a container's or an instance's role.${extra}`;
}
