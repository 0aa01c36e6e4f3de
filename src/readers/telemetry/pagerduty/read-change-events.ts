import { z } from 'zod';
import type { CaseChange } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { askPagerDuty, type PagerDutyOptions } from './ask-pagerduty.ts';

const PAGE = 100;
const MOST_PAGES = 4;
const LONGEST_TITLE = 200;
const Events = z.object({
  change_events: z.array(
    z.object({
      id: z.string().optional(),
      summary: z.string().nullish(),
      timestamp: z.string().nullish(),
      source: z.string().nullish(),
    }),
  ),
  more: z.boolean().nullish(),
});
const FLAG = /\bfeature.?flag|\bflag\b|launchdarkly|split\.io|statsig|unleash/i;
const INFRASTRUCTURE = /terraform|kubernetes|helm|cloudformation|ansible|scal(?:e|ing)\b/i;

/** What was changed on a service, oldest first: GET /services/{id}/change_events (PagerDuty API reference, read 2026-11). */
export async function readChangeEvents(
  serviceId: string,
  query: TelemetryQuery,
  connection: Connection<PagerDutyOptions>,
): Promise<TelemetryAnswer> {
  const changes: CaseChange[] = [];
  let more = true;
  for (let page = 0; more && page < MOST_PAGES; page += 1) {
    const json = await askPagerDuty(connection, `services/${serviceId}/change_events`, {
      since: new Date(query.from).toISOString(),
      until: new Date(query.to).toISOString(),
      limit: String(PAGE),
      offset: String(page * PAGE),
    });
    const parsed = Events.safeParse(json);
    if (!parsed.success) throw new OperationalError('upstream-nonsense', 'PagerDuty answered without change events');
    more = parsed.data.more === true;
    for (const { id, summary, timestamp, source } of parsed.data.change_events) {
      const at = Date.parse(timestamp ?? '');
      if (!(at >= query.from && at <= query.to)) continue;
      const told = `${summary ?? ''} ${source ?? ''}`;
      changes.push({
        ...(id === undefined ? {} : { id }),
        kind: FLAG.test(told) ? 'flag' : INFRASTRUCTURE.test(told) ? 'infrastructure' : 'config',
        service: query.as.service,
        at,
        title: (summary || 'a change event').slice(0, LONGEST_TITLE),
        ...(source ? { actor: source.slice(0, LONGEST_TITLE) } : {}),
      });
    }
  }
  return {
    series: [],
    changes: changes.sort((a, b) => a.at - b.at),
    partial: more ? [`only ${MOST_PAGES * PAGE} change events were looked at`] : [],
  };
}
