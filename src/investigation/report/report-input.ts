import type { Case, CaseReading } from '../case.ts';
import type { Incident } from '../incident/incident.ts';
import type { Sentence } from '../sentence.ts';
import type { EpochMs } from '../time.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Narration } from './narration.ts';

/** Everything that a report is made from. `theCase.askedAt` is its "now". */
export interface ReportInput {
  readonly incident: Pick<Incident, 'id' | 'service' | 'environment' | 'openedAt' | 'resolvedAt'>;
  readonly theCase: Case;
  readonly verdict: Verdict;
  readonly repository: { readonly fullName: string; readonly webUrl: string };
  /** The version of the weight table and of these rules. */
  readonly rulesVersion: string;
  /** The team that owns the service, by name: told, never mentioned. */
  readonly owner?: string;
  /** The alerts of the incident: the one that is asked about, then the others, oldest first; without them the case's own alert is shown. */
  readonly alerts?: readonly AlertFacts[];
  /** What is known of a deploy beyond the case, by deploy id. */
  readonly deployFacts?: Readonly<Record<string, DeployFacts>>;
  /** What is known of a commit beyond the case, by SHA. */
  readonly commitFacts?: Readonly<Record<string, CommitFacts>>;
  /** Earlier rounds of this investigation, oldest first. */
  readonly earlier?: readonly EarlierRound[];
  /** The draft that reverts the first suspect, where one is open. */
  readonly revert?: OpenDraft;
  /** A command line that deploys a SHA, from the configuration; `{sha}`, `{service}` and `{environment}` are filled in. */
  readonly redeployCommand?: string;
  /** What a person confirmed to be the cause; the report then says `root cause: <sha>`, which tools that measure read. */
  readonly confirmed?: { readonly sha: string; readonly by?: string };
  /** A summary in words, where a language model is connected; it is shown under the facts and decides nothing. */
  readonly narration?: Narration;
  /** Where a picture of the watched metric is served, where a public address is configured. */
  readonly chartUrl?: string;
}

interface AlertFacts {
  readonly title: string;
  readonly source: string;
  readonly status: 'firing' | 'resolved';
  readonly startsAt: EpochMs;
  readonly endsAt?: EpochMs;
  readonly url?: string;
}

interface DeployFacts {
  readonly actor?: string;
  /** The source's own page of the run. */
  readonly url?: string;
  /** False where the SHA is not reachable from a branch or tag. */
  readonly verified?: boolean;
}

interface CommitFacts {
  readonly pullRequestTitle?: string;
  readonly authorLogin?: string;
}

interface EarlierRound {
  readonly at: EpochMs;
  readonly verdict: Pick<Verdict, 'band' | 'suspects'>;
  /** What it asked of telemetry. */
  readonly reading?: CaseReading;
}

export interface OpenDraft {
  /** Its number. */
  readonly pullRequest: number;
  /** What the check found, such as "3 files, no conflict". */
  readonly says: Sentence;
}

/** A finished report: `body` is Markdown without the marker that `effects` appends; `lead` is its first lines. */
export interface Report {
  readonly title: string;
  readonly body: string;
  readonly lead: string;
}
