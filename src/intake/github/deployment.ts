import { z } from 'zod';
import { defineRecorder, type Recording } from './contract.ts';
import { deploymentRequest, deployment as madeDeployment } from './deployment-facts.ts';
import { foreign, installation, repository } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: z.literal('created'),
  deployment: madeDeployment,
  deployment_status: foreign,
  check_run: foreign,
  repository,
  installation,
});

/** A deploy was asked for. It is intent only: nothing is live by it. */
export const deployment = defineRecorder({
  on: ['deployment.created'],
  read(payload): Recording {
    const read = readPayload('deployment', schema, payload);
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [read.repository],
        deployEvents: [deploymentRequest(read.deployment, read.repository)],
      },
    };
  },
});
