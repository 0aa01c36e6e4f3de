import { z } from 'zod';
import { OperationalError } from '../../platform/errors.ts';
import { jsonOf } from '../../platform/json-of.ts';
import { defineTelemetryReader } from './contract.ts';
import { type LabelNames, toCaseSeries } from './range/to-case-series.ts';
import { SentryOptions } from './sentry/ask-sentry.ts';
import { readEventCounts } from './sentry/read-event-counts.ts';
import { readIssues } from './sentry/read-issues.ts';
import { readReleases } from './sentry/read-releases.ts';

const NAMES: LabelNames = {
  service: ['service', 'project'],
  version: ['version', 'release'],
  instance: ['instance', 'server_name'],
  peer: ['peer'],
};
const Search = z.string().max(2_000);
const Question = z.union([
  z.strictObject({ issues: Search }),
  z.strictObject({ releases: Search }),
  z.strictObject({ count: Search }),
]);

export const sentry = defineTelemetryReader({
  id: 'sentry',
  name: 'Sentry',
  docs: 'https://docs.sentry.io/api/',
  setup: `Create an internal integration with *read* for issues and events, projects, releases and the organisation, and take its token:

\`\`\`yaml
telemetry:
  - id: sentry
    reader: sentry
    options:
      organization: acme
      projects: [checkout]
      token: …
\`\`\`

Only GETs are sent, and only for events, issues and releases. A query is a search of errors, which are counted apart by
release; \`{"issues": "a search"}\` gives issues with their frames, \`{"releases": ""}\` the releases of the time.`,
  options: SentryOptions,
  probe: 'level:fatal',
  async read(query, connection) {
    if (!query.query.trimStart().startsWith('{')) {
      return toCaseSeries(await readEventCounts(query.query, query, connection), query, NAMES, 'start');
    }
    const question = Question.safeParse(jsonOf(query.query)).data;
    if (question === undefined) {
      throw new OperationalError(
        'configuration-invalid',
        'the query is neither a search nor {"issues"}, {"releases"} or {"count"}',
      );
    }
    if ('issues' in question) return readIssues(question.issues, query, connection);
    if ('releases' in question) return readReleases(question.releases, query, connection);
    return toCaseSeries(await readEventCounts(question.count, query, connection), query, NAMES, 'start');
  },
});
