import type { ColumnType, GeneratedAlways } from 'kysely';

/**
 * A document: what no query looks into. PostgreSQL's `json`, not `jsonb`, because only `json` gives back a string with
 * NUL or half a surrogate pair as it was; written as JSON text, read as a value.
 */
type Document = ColumnType<unknown, string, string>;
/** Milliseconds since 1970 as int8; what is not a safe integer is refused when it is read. */
type Moment = number;

/** The tables, all in the schema `whatchanged`. Every key begins with the installation. */
export interface Database {
  inbox: InboxRow;
  installations: InstallationRow;
  repositories: RepositoryRow;
  ledger_keys: LedgerKeyRow;
  deploy_events: DeployEventRow;
  deploys: DeployRow;
  comparisons: ComparisonRow;
  commits: CommitRow;
  changes: ChangeRow;
  alerts: AlertRow;
  incident_scopes: IncidentScopeRow;
  incidents: IncidentRow;
  investigations: InvestigationRow;
  commands: CommandRow;
  feedback: FeedbackRow;
  reverts: RevertRow;
  effects: EffectRow;
  cursors: CursorRow;
}

export interface InboxRow {
  installation_id: number;
  id: GeneratedAlways<number>;
  endpoint: string;
  source: string;
  kind: 'github' | 'alert' | 'deploy';
  dedupe_key: string;
  via: 'push' | 'pull' | 'replay';
  headers: Document;
  body: Buffer;
  received_at: Moment;
  state: 'pending' | 'done' | 'ignored' | 'unmapped' | 'dead';
  reason: string | null;
}

interface InstallationRow {
  installation_id: number;
  account: string;
  suspended: boolean;
  removed: boolean;
  permissions: Document;
}

interface RepositoryRow {
  installation_id: number;
  repository_id: number;
  full_name: string;
  default_branch: string;
  visibility: 'public' | 'private' | 'internal';
  removed: boolean;
}

interface LedgerKeyRow {
  installation_id: number;
  repository_id: number;
  service: string;
  environment: string;
}

interface DeployEventRow extends LedgerKeyRow {
  event_id: string;
  at: Moment;
  document: Document;
}

interface DeployRow extends LedgerKeyRow {
  id: string;
  started_at: Moment;
  /** When it stopped to matter: it was replaced, or it never was live. Null while live or running. */
  over_at: Moment | null;
  document: Document;
}

interface ComparisonRow {
  installation_id: number;
  repository_id: number;
  base: string;
  head: string;
  document: Document;
}

interface CommitRow {
  installation_id: number;
  repository_id: number;
  sha: string;
  merged_at: Moment | null;
  document: Document;
}

interface ChangeRow {
  installation_id: number;
  id: string;
  at: Moment;
  document: Document;
}

interface AlertRow {
  installation_id: number;
  key: string;
  starts_at: Moment;
  incident_id: string | null;
  unmapped_reason: string | null;
  deliveries: number;
  document: Document;
}

interface IncidentScopeRow {
  installation_id: number;
  service: string;
  environment: string;
}

interface IncidentRow extends IncidentScopeRow {
  id: string;
  state: 'open' | 'resolved';
  opened_at: Moment;
  last_signal_at: Moment;
  document: Document;
}

interface InvestigationRow {
  installation_id: number;
  incident_id: string;
  round: number;
  at: Moment;
  case: Document;
  verdict: Document;
}

interface CommandRow {
  installation_id: number;
  comment_id: number;
  incident_id: string;
  at: Moment;
  document: Document;
}

interface FeedbackRow {
  installation_id: number;
  incident_id: string;
  /** The commit, or else the deploy, that it is about. */
  subject: string;
  at: Moment;
  document: Document;
}

interface RevertRow {
  installation_id: number;
  id: string;
  incident_id: string;
  repository_id: number;
  at: Moment;
  is_open: boolean;
  is_automatic: boolean;
  pull_number: number | null;
  document: Document;
}

export interface EffectRow {
  installation_id: number;
  id: string;
  kind: 'issue' | 'issue-comment' | 'pull-request-comment' | 'revert-pull-request' | 'reaction';
  natural_key: string;
  repository_id: number;
  wanted: Document;
  wanted_hash: string;
  applied_hash: string | null;
  state: 'ready' | 'posting' | 'done' | 'unknown' | 'dead';
  fence: number;
  attempts: number;
  first_post_at: Moment | null;
  last_post_at: Moment | null;
  next_at: Moment | null;
  github_id: number | null;
  github_number: number | null;
  url: string | null;
  reason: string | null;
  updated_at: Moment;
}

interface CursorRow {
  installation_id: number;
  name: string;
  value: string;
}
