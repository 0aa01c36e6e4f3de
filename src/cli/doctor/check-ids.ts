/** Every check, in the order in which a new installation comes to life; the first two open what the others look at. */
export const CHECK_IDS = [
  'settings',
  'store',
  'server',
  'app',
  'webhook',
  'installations',
  'repositories',
  'alerts',
  'deploys',
  'telemetry',
  'inbox',
  'writes',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];
