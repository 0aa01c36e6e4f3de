import type { RevertMode } from '../../../src/config/instance-configuration.ts';
import { appIdentity } from '../../../src/effects/app-identity.ts';
import { createMarker } from '../../../src/effects/marker.ts';
import { ownObjects } from '../../../src/effects/own-objects.ts';
import type { SeenCommand } from '../../../src/investigation/commands/stored-command.ts';
import { isOpenRevert, type StoredRevert } from '../../../src/investigation/commands/stored-revert.ts';
import type { Verdict } from '../../../src/investigation/verdict/verdict.ts';
import { answerCommand } from '../../../src/jobs/commands/answer-command.ts';
import { publish } from '../../../src/jobs/effects/publish.ts';
import { materialAround } from '../../../src/jobs/incidents/gather-material.ts';
import { draftRevert } from '../../../src/jobs/reverts/draft-revert.ts';
import { followRevert } from '../../../src/jobs/reverts/follow-revert.ts';
import { noteStopLabel } from '../../../src/jobs/reverts/note-stop-label.ts';
import { wantAutomaticRevert } from '../../../src/jobs/reverts/want-automatic-revert.ts';
import { createGitHubAccess } from '../../../src/platform/create-github-access.ts';
import { openLiveFacts } from '../../../src/readers/repository/live-facts.ts';
import { openRevertTarget, readPull } from '../../../src/readers/repository/revert-target.ts';
import type { Storage } from '../../../src/storage/contract.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import { freshDatabase } from '../database/database.ts';
import { failedAsJobsDo } from '../database/dying-once.ts';
import { seenCommand } from '../github/seen-command.ts';
import type { LocalGitHub } from '../local-github/local-github.ts';
import { startLocalGitHub } from '../local-github/start-local-github.ts';
import { commitBrokenChange, storeBrokenChange } from './broken-change.ts';

const INSTALLATION = 4711;
const SECOND_MS = 1_000;
const START = '2026-03-02T08:00:00Z';

export interface RevertWorld {
  readonly github: LocalGitHub;
  readonly storage: Storage;
  /** A repository of its own with a broken change and our issue about it. */
  scene(options?: {
    readonly message?: string;
    readonly files?: Readonly<Record<string, string | null>>;
  }): Promise<Scene>;
  /** Takes away what the App may do with code, or gives it back. */
  setContents(level: 'read' | 'write'): Promise<void>;
  readonly alarms: readonly string[];
  /** What the instance may draft; `automatic` at first. */
  setMode(mode: RevertMode): void;
  /** Whether the instance's setting forbids all writes; not so at first. */
  setReadOnly(to: boolean): void;
  stop(): Promise<void>;
}

export interface Scene {
  readonly name: string;
  readonly repositoryId: number;
  readonly incidentId: string;
  readonly issue: number;
  /** The commit that is to be reverted, and its pull request. */
  readonly bad: string;
  readonly pull: number;
  /** A comment by somebody, as its webhook tells it. */
  command(body: string, by?: string): Promise<SeenCommand>;
  /** What an investigation with a sure verdict for the commit does, at this level of the repository. */
  investigated(level: 'report' | 'draft-revert', perDay?: number): Promise<void>;
  /** Puts the stop label on. */
  stopLabel(by: string): Promise<void>;
  /** Does all the jobs there are, again and again while time passes, until nothing is left to do. `storage` may die in between. */
  work(command: SeenCommand, storage?: Storage): Promise<void>;
  revert(): Promise<StoredRevert | undefined>;
  /** What GitHub shows of us: draft pull requests, branches of ours, our comments but for the issue. */
  shown(): Promise<{
    readonly drafts: number;
    readonly branches: readonly string[];
    readonly comments: readonly string[];
  }>;
  reactions(comment: SeenCommand): readonly string[];
}

/** The jobs of a revert, driven by hand on a clock that the test moves, between a real database and the local GitHub. */
export async function revertWorld(): Promise<RevertWorld> {
  const database = await freshDatabase();
  const github = await startLocalGitHub({ startAt: START });
  const clock = { now: () => github.clock.now() };
  const permissions = { contents: 'write', issues: 'write', pull_requests: 'write' } as const;
  const { app, privateKey } = github.createApp({
    slug: 'whatchanged',
    webhookSecret: 'x'.repeat(40),
    permissions,
    events: [],
  });
  const installation = await github.install(app, 'acme', { id: INSTALLATION });
  const opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nowhere', clock, poolSize: 4 });
  const own = ownObjects();
  const access = createGitHubAccess({
    appId: app.id,
    privateKey,
    apiUrl: github.url,
    isOurs: (object) => own.has(object),
    betweenWritesMs: 0,
  });
  const marker = createMarker('secret');
  const identity = appIdentity(access);
  const alarms: string[] = [];
  const saveInstallation = (contents: 'read' | 'write') =>
    opened.storage.transaction((tx) =>
      tx.installations.save({
        installationId: INSTALLATION,
        account: 'acme',
        suspended: false,
        removed: false,
        permissions: { ...permissions, contents },
      }),
    );
  await saveInstallation('write');
  let count = 0;
  let mode: RevertMode = 'automatic';
  let readOnly = false;

  const scene: RevertWorld['scene'] = async ({ message = 'Sum up lines', files } = {}) => {
    count += 1;
    const name = `acme/shop-${count}`;
    const incidentId = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    const change = await commitBrokenChange(github, name, message, files);
    const { repositoryId, bad } = change;
    const now = clock.now();
    await storeBrokenChange(opened.storage, { installationId: INSTALLATION, incidentId, now }, change);
    const deps = (storage: Storage) => ({
      storage,
      clock,
      access,
      marker,
      own,
      app: identity,
      openLiveFacts: openLiveFacts(access),
      openRevertTarget: openRevertTarget(access),
      readPull: readPull(access),
      mode,
      isReadOnly: readOnly,
      webUrl: github.url,
      onAlarm: (what: string) => void alarms.push(what),
    });
    const find = (kind: 'issue' | 'issue-comment' | 'reaction' | 'revert-pull-request', naturalKey: string) =>
      opened.storage.transaction((tx) => tx.effects.find(INSTALLATION, kind, naturalKey));
    const publishOne = async (storage: Storage, kind: Parameters<typeof find>[0], naturalKey: string) => {
      const effect = await find(kind, naturalKey);
      if (effect === undefined || effect.appliedHash === effect.wantedHash || effect.state === 'dead') return false;
      await publish(deps(storage), { installationId: INSTALLATION, effectId: effect.id });
      return true;
    };
    await publishOne(opened.storage, 'issue', incidentId);
    const issue = (await find('issue', incidentId))?.githubNumber ?? 0;
    const revert = async () => {
      const [first] = await opened.storage.transaction((tx) => tx.reverts.ofIncident(INSTALLATION, incidentId));
      return first;
    };

    /** One round of every job that there could be; gives whether there was anything to do. */
    const round = async (storage: Storage, command: SeenCommand): Promise<boolean> => {
      const steps: (() => Promise<unknown>)[] = [
        () => answerCommand(deps(storage), { installationId: INSTALLATION, command }),
      ];
      const before = await revert();
      if (before !== undefined && isOpenRevert(before)) {
        const payload = { installationId: INSTALLATION, revertId: before.id };
        steps.push(() => draftRevert(deps(storage), payload));
        steps.push(() => publishOne(storage, 'revert-pull-request', before.id));
        steps.push(() => followRevert(deps(storage), payload));
      }
      steps.push(() => publishOne(storage, 'reaction', String(command.commentId)));
      steps.push(() => publishOne(storage, 'issue-comment', `${incidentId}:answers`));
      let busy = before !== undefined && ['wanted', 'planned'].includes(before.state);
      for (const step of steps) {
        // A job that fails is run again by its queue.
        busy = (await step().then((did) => did === true, failedAsJobsDo)) || busy;
      }
      return busy || (await revert())?.state !== before?.state;
    };

    return {
      name,
      repositoryId,
      incidentId,
      issue,
      bad,
      pull: change.pull,
      revert,
      async command(body, by = 'ada') {
        return seenCommand(repositoryId, issue, await github.comment(name, issue, body, { by }));
      },
      async investigated(level, perDay = 5) {
        await opened.storage.transaction(async (tx) => {
          const incident = await tx.incidents.get(INSTALLATION, incidentId);
          if (incident === undefined) throw new Error('the incident is gone');
          const material = await materialAround(tx, incident, [], clock.now());
          const sure: Verdict = {
            band: 'strong',
            onset: { at: now, from: now, to: now, source: 'alert-rule' },
            suspects: [{ deploy: `deploy-${repositoryId}`, commit: bad, probability: 0.97, evidence: [] }],
            otherChanges: [],
            nothing: { probability: 0.03, evidence: [] },
            notChecked: [],
          };
          const configured = { ...material, configuration: { ...material.configuration, level } };
          await wantAutomaticRevert(tx, { mode, perDay }, configured, sure, clock.now());
        });
      },
      async stopLabel(by) {
        await github.label(name, issue, 'whatchanged:stop', { by });
        const { id, login, type } = github.createUser(by);
        await noteStopLabel(deps(opened.storage), {
          installationId: INSTALLATION,
          repositoryId,
          issueNumber: issue,
          sender: { id, login, type },
        });
      },
      async work(command, storage = opened.storage) {
        for (let rounds = 0; rounds < 60; rounds += 1) {
          if (!(await round(storage, command)) && rounds > 1) return;
          github.clock.advance(31 * SECOND_MS);
        }
        throw new Error(`still not over after 60 rounds: ${JSON.stringify(await revert())}`);
      },
      async shown() {
        const bots = github.issues(name).filter((one) => one.user.type === 'Bot');
        return {
          drafts: bots.filter((one) => one.pull !== undefined).length,
          branches: Object.keys(await github.branches(name)).filter((branch) => branch.startsWith('whatchanged/')),
          comments: github
            .comments(name, issue)
            .filter((one) => one.user.type === 'Bot')
            .map((one) => one.body),
        };
      },
      reactions: ({ commentId }) =>
        github
          .repository(name)
          .comments.get(commentId)
          ?.reactions.map(({ content }) => content) ?? [],
    };
  };

  return {
    github,
    storage: opened.storage,
    scene,
    alarms,
    setMode(to) {
      mode = to;
    },
    setReadOnly(to) {
      readOnly = to;
    },
    async setContents(level) {
      github.changePermissions(installation, { ...permissions, contents: level });
      await saveInstallation(level);
    },
    async stop() {
      await opened.close();
      await github.stop();
      await database.drop();
    },
  };
}
