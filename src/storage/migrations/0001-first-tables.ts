import { type Kysely, type Migration, sql } from 'kysely';

/** Times are int8 milliseconds; documents are `json` (`database.ts` tells why); keys begin with the installation. */
export const firstTables: Migration = {
  up: (db: Kysely<unknown>) =>
    sql
      .raw(TABLES)
      .execute(db)
      .then(() => undefined),
};

const TABLES = `
create schema if not exists whatchanged;

create table whatchanged.inbox (
  installation_id bigint not null,
  id bigint generated always as identity,
  endpoint text not null,
  source text not null,
  kind text not null,
  dedupe_key text not null,
  via text not null,
  headers json not null,
  body bytea not null,
  received_at bigint not null,
  state text not null,
  reason text,
  primary key (installation_id, id),
  unique (installation_id, endpoint, dedupe_key)
);
create index inbox_state on whatchanged.inbox (state, received_at);
create index inbox_dedupe_key on whatchanged.inbox (dedupe_key);

create table whatchanged.installations (
  installation_id bigint primary key,
  account text not null,
  suspended boolean not null,
  removed boolean not null,
  permissions json not null
);

create table whatchanged.repositories (
  installation_id bigint not null,
  repository_id bigint not null,
  full_name text not null,
  default_branch text not null,
  visibility text not null,
  removed boolean not null,
  primary key (installation_id, repository_id)
);

create table whatchanged.ledger_keys (
  installation_id bigint not null,
  repository_id bigint not null,
  service text not null,
  environment text not null,
  primary key (installation_id, repository_id, service, environment)
);

create table whatchanged.deploy_events (
  installation_id bigint not null,
  event_id text not null,
  repository_id bigint not null,
  service text not null,
  environment text not null,
  at bigint not null,
  document json not null,
  primary key (installation_id, event_id)
);
create index deploy_events_key on whatchanged.deploy_events (installation_id, repository_id, service, environment, at);

create table whatchanged.deploys (
  installation_id bigint not null,
  repository_id bigint not null,
  service text not null,
  environment text not null,
  id text not null,
  started_at bigint not null,
  over_at bigint,
  document json not null,
  primary key (installation_id, repository_id, service, environment, id)
);
create index deploys_id on whatchanged.deploys (installation_id, id);
create index deploys_time on whatchanged.deploys (installation_id, started_at);

create table whatchanged.comparisons (
  installation_id bigint not null,
  repository_id bigint not null,
  base text not null,
  head text not null,
  document json not null,
  primary key (installation_id, repository_id, base, head)
);

create table whatchanged.commits (
  installation_id bigint not null,
  repository_id bigint not null,
  sha text not null,
  merged_at bigint,
  document json not null,
  primary key (installation_id, repository_id, sha)
);
create index commits_merged_at on whatchanged.commits (installation_id, merged_at) where merged_at is not null;

create table whatchanged.changes (
  installation_id bigint not null,
  id text not null,
  at bigint not null,
  document json not null,
  primary key (installation_id, id)
);
create index changes_at on whatchanged.changes (installation_id, at);

create table whatchanged.alerts (
  installation_id bigint not null,
  key text not null,
  starts_at bigint not null,
  incident_id text,
  unmapped_reason text,
  deliveries integer not null,
  document json not null,
  primary key (installation_id, key)
);
create index alerts_incident on whatchanged.alerts (installation_id, incident_id) where incident_id is not null;
create index alerts_starts_at on whatchanged.alerts (installation_id, starts_at);

create table whatchanged.incident_scopes (
  installation_id bigint not null,
  service text not null,
  environment text not null,
  primary key (installation_id, service, environment)
);

create table whatchanged.incidents (
  installation_id bigint not null,
  id text not null,
  service text not null,
  environment text not null,
  state text not null,
  opened_at bigint not null,
  last_signal_at bigint not null,
  document json not null,
  primary key (installation_id, id)
);
create index incidents_open on whatchanged.incidents (installation_id, service, environment) where state = 'open';
create index incidents_service on whatchanged.incidents (installation_id, service, environment, last_signal_at);
create index incidents_opened_at on whatchanged.incidents (installation_id, opened_at);

create table whatchanged.investigations (
  installation_id bigint not null,
  incident_id text not null,
  round integer not null,
  at bigint not null,
  "case" json not null,
  verdict json not null,
  primary key (installation_id, incident_id, round)
);

create table whatchanged.effects (
  installation_id bigint not null,
  id text not null,
  kind text not null,
  natural_key text not null,
  repository_id bigint not null,
  wanted json not null,
  wanted_hash text not null,
  applied_hash text,
  state text not null,
  fence integer not null,
  attempts integer not null,
  first_post_at bigint,
  last_post_at bigint,
  next_at bigint,
  github_id bigint,
  github_number bigint,
  url text,
  reason text,
  updated_at bigint not null,
  primary key (installation_id, id),
  unique (installation_id, kind, natural_key)
);
create index effects_open on whatchanged.effects (updated_at) where state in ('ready', 'posting', 'unknown');

create table whatchanged.cursors (
  installation_id bigint not null,
  name text not null,
  value text not null,
  primary key (installation_id, name)
);
`;
