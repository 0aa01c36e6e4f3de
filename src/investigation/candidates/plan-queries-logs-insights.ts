import type { QueryLanguage } from './query-language.ts';

/** Lines that say that something failed, in any format. */
const TROUBLE = '(?i)(error|exception|fatal|panic|critical|warn|fail|timeout|timed out|refused|unavailable)';
const GROUP_PART = /^[\w./#-]{1,200}$/;

/**
 * What is asked of CloudWatch Logs Insights: the lines of trouble around the onset. A function of Lambda has a log group
 * of its own; else the connection's own groups are searched.
 */
export const planLogsInsightsQueries: QueryLanguage = {
  reader: 'cloudwatch-logs',
  ofAlert: () => [],
  ofService: () => [],
  once({ alert, service }) {
    const lambda = alert.labels.FunctionName;
    const groups = lambda !== undefined && GROUP_PART.test(lambda) ? { groups: [`/aws/lambda/${lambda}`] } : {};
    const search = `fields @timestamp, @message | filter @message like /${TROUBLE}/ | sort @timestamp asc`;
    return [{ id: 'logs', query: JSON.stringify({ search, service, ...groups }), as: { service } }];
  },
};
