import { ALERT_SOURCES } from '../intake/alerts/registry.generated.ts';
import { DEPLOY_SOURCES } from '../intake/deploys/registry.generated.ts';
import { createDispatcher } from '../intake/github/create-dispatcher.ts';
import { RECORDERS } from '../intake/github/registry.generated.ts';
import { type ReceiveAlert, receiveAlert } from '../jobs/alerts/receive-alert.ts';
import { remapAlerts } from '../jobs/alerts/remap-alerts.ts';
import type { JobHandlers } from '../jobs/contract.ts';
import { type ProcessDelivery, processDelivery } from '../jobs/deliveries/process-delivery.ts';
import { recordGitHubDelivery } from '../jobs/deliveries/record-github-delivery.ts';
import { recoverDeliveries } from '../jobs/deliveries/recover-deliveries.ts';
import { requeueForgotten } from '../jobs/deliveries/requeue-forgotten.ts';
import { receiveDeploy } from '../jobs/deploys/receive-deploy.ts';
import { refillAfterOutage } from '../jobs/repositories/refill-after-outage.ts';
import { openDeliveryLog } from '../readers/repository/delivery-log.ts';
import type { JobParts } from './job-parts.ts';

/** The jobs that turn deliveries into facts, and that see to it that none is lost. */
export async function deliveryHandlers(
  { storage, clock, log, metrics, access, configuration, connections }: JobParts,
  confirm: NonNullable<ReceiveAlert['confirm']>,
) {
  const { endpoints, deployEndpoints } = configuration;
  const dispatcher = await createDispatcher(RECORDERS);
  const onLeftOut: ReceiveAlert['onLeftOut'] = ({ id, source, endpoint }, leftOut) => {
    metrics.alertsLeftOut.inc({ source }, leftOut);
    log.warn(
      { delivery: id, source, endpoint, leftOut },
      'a delivery came without some of its alerts: raise the most that its sender puts into one (max_alerts)',
    );
  };
  const alerts = { storage, sources: ALERT_SOURCES, clock, endpoints, connections, confirm, onLeftOut };
  const deploys = { storage, sources: DEPLOY_SOURCES, endpoints: deployEndpoints };
  const recorders: ProcessDelivery['recorders'] = {
    github: (delivery) => recordGitHubDelivery({ storage, dispatcher }, delivery),
    alert: (delivery) => receiveAlert(alerts, delivery),
    deploy: (delivery) => receiveDeploy(deploys, delivery),
  };
  return {
    'process-delivery': (payload) => processDelivery({ storage, recorders }, payload),
    'remap-alerts': async (payload) => {
      const read = await remapAlerts({ storage, clock }, payload);
      if (read > 0) log.info({ read }, 'alerts that mapped to nothing are read again');
    },
    'recover-deliveries': async () => {
      const forgotten = await requeueForgotten({ storage, clock });
      if (forgotten > 0) log.warn({ forgotten }, 'deliveries that no job was reading are read');
      const asked = await refillAfterOutage({ storage, clock });
      if (asked > 0) log.warn({ repositories: asked }, 'after a long outage the history is filled in from the API');
      const recovered = await recoverDeliveries({ storage, log: openDeliveryLog(access), clock });
      if (recovered > 0) log.warn({ recovered }, 'deliveries that never arrived were pulled from the log');
    },
  } satisfies Partial<JobHandlers>;
}
