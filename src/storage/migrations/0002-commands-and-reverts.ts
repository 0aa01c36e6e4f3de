import { type Kysely, type Migration, sql } from 'kysely';

/** What people command in comments, what they say of a verdict, and the reverts that were asked for. */
export const commandsAndReverts: Migration = {
  up: (db: Kysely<unknown>) =>
    sql
      .raw(TABLES)
      .execute(db)
      .then(() => undefined),
};

const TABLES = `
create table whatchanged.commands (
  installation_id bigint not null,
  comment_id bigint not null,
  incident_id text not null,
  at bigint not null,
  document json not null,
  primary key (installation_id, comment_id)
);
create index commands_incident on whatchanged.commands (installation_id, incident_id, at);

create table whatchanged.feedback (
  installation_id bigint not null,
  incident_id text not null,
  subject text not null,
  at bigint not null,
  document json not null,
  primary key (installation_id, incident_id, subject)
);

create table whatchanged.reverts (
  installation_id bigint not null,
  id text not null,
  incident_id text not null,
  repository_id bigint not null,
  at bigint not null,
  is_open boolean not null,
  is_automatic boolean not null,
  pull_number bigint,
  document json not null,
  primary key (installation_id, id)
);
create index reverts_incident on whatchanged.reverts (installation_id, incident_id, at);
create index reverts_open on whatchanged.reverts (at) where is_open;
create index reverts_pull on whatchanged.reverts (installation_id, repository_id, pull_number)
  where pull_number is not null;

create index effects_github_number on whatchanged.effects (installation_id, repository_id, github_number)
  where github_number is not null;
`;
