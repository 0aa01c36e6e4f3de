import { z } from 'zod';
import { defineRecorder, type Recording } from './contract.ts';
import { deploymentRequest, deployment as madeDeployment } from './deployment-facts.ts';
import { deploymentStatement, givenStatus } from './deployment-status-facts.ts';
import { installation, repository } from './payload-parts.ts';
import { readPayload } from './read-payload.ts';

const schema = z.object({
  action: z.literal('created'),
  deployment_status: givenStatus,
  deployment: madeDeployment,
  repository,
  installation,
});

/** What became of a deploy. The request rides along, in case its own delivery was lost. */
export const deploymentStatus = defineRecorder({
  on: ['deployment_status.created'],
  read(payload): Recording {
    const read = readPayload('deployment_status', schema, payload);
    const { deployment: made, deployment_status: status } = read;
    const environment = status.environment || made.environment;
    const request = deploymentRequest({ ...made, environment }, read.repository);
    const statement = deploymentStatement(request, status);
    if (statement === undefined) {
      return { kind: 'ignored', reason: 'a deployment status with a state that is not known' };
    }
    return {
      kind: 'facts',
      facts: {
        installationId: read.installation.id,
        repositories: [read.repository],
        deployEvents: [request, statement],
      },
    };
  },
});
