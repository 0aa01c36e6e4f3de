/** What an Octokit logs to: nothing. Who calls it tells of failures itself, without the request and its token. */
export const SILENT_LOG = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
