import type { Answer } from '../investigation/answer.ts';
import type { Case, CaseCommit, CaseDeploy } from '../investigation/case.ts';
import { MINUTE_MS } from '../investigation/time.ts';
import { ownMetricService } from './own-metric-deviation.ts';
import { WordRanking, wordsOf } from './word-ranking.ts';

/** A rule that a person could follow by hand. It names one thing with certainty; a ranking names several in order. */
export interface Baseline {
  readonly name: string;
  /** What it names: a rule that names deploys is judged by deploy. */
  readonly level: 'finest' | 'deploy';
  /** The answers to all cases of a file, in order; null where the rule does not apply to the case. */
  readonly answer: (cases: readonly Case[]) => readonly (Answer | null)[];
}

/** The simple rules that every score stands beside. Only deploys that began before the alert are considered. */
export const BASELINES: readonly Baseline[] = [
  deployRule('latest deploy', (deploys) => deploys.at(-1)),
  deployRule('second latest deploy', (deploys) => deploys.at(-2)),
  deployRule('latest deploy, if within 15 min', (deploys, { alert }) => {
    const last = deploys.at(-1);
    return last !== undefined && alert.startedAt - last.startedAt <= 15 * MINUTE_MS ? last : undefined;
  }),
  deployRule('latest deploy on the alerting service', (deploys, { alert }) =>
    deploys.findLast((deploy) => deploy.service === alert.service),
  ),
  deployRule('always "no change"', () => undefined),
  {
    name: 'largest own-metric deviation',
    level: 'deploy',
    answer: (cases) =>
      cases.map((theCase) => {
        if (new Set((theCase.series ?? []).map(({ service }) => service)).size < 2) return null;
        const deploys = before(theCase);
        const service = ownMetricService(theCase, new Set(deploys.map((deploy) => deploy.service)));
        return certain(
          theCase,
          deploys.findLast((deploy) => deploy.service === service),
        );
      }),
  },
  commitRule('newest commit', (commits) => commits.map((_, index) => index)),
  commitRule('BM25 over title and diff', (commits, query, ranking) =>
    commits.map((commit) => ranking.score(query, commitText(commit))),
  ),
  commitRule('BM25 with recency', (commits, query, ranking) => {
    const scores = commits.map((commit) => ranking.score(query, commitText(commit)));
    const top = Math.max(1e-9, ...scores);
    return scores.map((score, index) => score / top + 0.5 * Math.exp(-(commits.length - 1 - index) / 3));
  }),
];

function deployRule(
  name: string,
  choose: (deploys: readonly CaseDeploy[], theCase: Case) => CaseDeploy | undefined,
): Baseline {
  return {
    name,
    level: 'deploy',
    answer: (cases) =>
      cases.map((theCase) => (asksWhichCommit(theCase) ? null : certain(theCase, choose(before(theCase), theCase)))),
  };
}

function commitRule(
  name: string,
  weigh: (commits: readonly CaseCommit[], query: ReadonlySet<string>, ranking: WordRanking) => readonly number[],
): Baseline {
  return {
    name,
    level: 'finest',
    answer: (cases) => {
      const texts = new Map<string, string>();
      for (const { commits = [] } of cases) for (const commit of commits) texts.set(commit.sha, commitText(commit));
      const ranking = new WordRanking([...texts.values()]);
      return cases.map((theCase) => (theCase.commits === undefined ? null : ranked(theCase, weigh, ranking)));
    },
  };
}

function ranked(
  theCase: Case,
  weigh: (commits: readonly CaseCommit[], query: ReadonlySet<string>, ranking: WordRanking) => readonly number[],
  ranking: WordRanking,
): Answer {
  const carriers = new Map<string, string>();
  for (const deploy of theCase.deploys) for (const sha of deploy.commits ?? []) carriers.set(sha, deploy.id);
  const order = new Map([...carriers.keys()].map((sha, index) => [sha, index]));
  const commits = (theCase.commits ?? []).filter(({ sha }) => carriers.has(sha));
  commits.sort((a, b) => (order.get(a.sha) ?? 0) - (order.get(b.sha) ?? 0));
  const query = new Set(wordsOf(queryText(theCase)));
  const scores = weigh(commits, query, ranking);
  const best = commits
    .map((commit, index) => ({ commit, score: scores[index] ?? 0 }))
    .sort((a, b) => b.score - a.score);
  const total = (best.length * (best.length + 1)) / 2;
  return answer(
    theCase,
    best.map(({ commit }, index) => ({
      deploy: carriers.get(commit.sha) ?? null,
      commit: commit.sha,
      probability: (best.length - index) / total,
    })),
  );
}

function queryText({ alert, logs = [] }: Case): string {
  const loud = logs.filter(({ level }) => /^(warn|error|fatal)/i.test(level ?? '')).map(({ message }) => message);
  return [alert.title ?? '', alert.labels?.description ?? '', ...loud].join('\n');
}

function commitText({ message = '', files = [] }: CaseCommit): string {
  return `${message}\n${files.map(({ path, patch = '' }) => `${path}\n${patch}`).join('\n')}`;
}

/** One deploy and no telemetry: every rule on deploys would be right. */
function asksWhichCommit({ deploys, series, commits }: Case): boolean {
  return deploys.length === 1 && series === undefined && commits !== undefined;
}

function before({ deploys, alert }: Case): CaseDeploy[] {
  return deploys.filter((deploy) => deploy.startedAt < alert.startedAt).sort((a, b) => a.startedAt - b.startedAt);
}

function certain(theCase: Case, deploy: CaseDeploy | undefined): Answer {
  return answer(theCase, deploy === undefined ? [] : [{ deploy: deploy.id, commit: null, probability: 1 }]);
}

function answer(
  theCase: Case,
  suspects: readonly { deploy: string | null; commit: string | null; probability: number }[],
): Answer {
  const at = new Date(theCase.alert.startedAt).toISOString();
  return {
    case: theCase.id,
    verdict: 'weak',
    noChangeProbability: suspects.length === 0 ? 1 : 0,
    onset: { at, from: at, to: at },
    suspects: suspects.map((suspect) => ({ ...suspect, evidence: [] })),
  };
}
