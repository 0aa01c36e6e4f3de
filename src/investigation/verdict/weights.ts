/**
 * What measurements weigh against each other, each with where it came from; `npm run fit` refits the marked ones. Features
 * of commits have a table of their own (`evidence/commits/clues/commit-weights.ts`), the bands stand in `band.ts`, and the
 * constants of a measurement stand beside it.
 *
 * `engine.md` and `security.md`, which some weights name as their source, are the design notes that the project was begun
 * with; they are not part of it. What can be had instead are the figures that `npm run fit` prints for these numbers.
 */
export type Weights = Readonly<Record<WeightName, number>>;

interface Weight {
  readonly value: number;
  readonly from: string;
  /** Refitted by `npm run fit`, within these bounds. */
  readonly fitted?: readonly [low: number, high: number];
}

const TABLE = {
  slowBurn: {
    value: 0.06,
    from: 'density a minute of an onset that a metric has climbed to since the deploy: 8 of 32 guilty deploys older than 15 minutes in the written cases have one, none of 690 innocent ones there and of 1927 in measured sets (one in 1000 taken: 250 times as often), times the density of such lags, 0.0003 to 0.001, and a little less; even over lags, since a line is the less chance the longer it is',
  },
  slowBurnFull: {
    value: 0.15,
    from: 'the same where it stops climbing at the onset: 6 of those 32, and what was made by another trend would not stop there',
  },
  scheduledRun: {
    value: 0.1,
    from: 'density a minute of an onset at which a schedule ran that the deploy brought: two of 122 guilty deploys in the written cases, none of some 800 others; a bad schedule does harm with its first run in about one of two cases',
  },
  firstRun: {
    value: 0.06,
    from: 'density a minute of an onset at the first run since a deploy of what its service does at even distances: three of 54 guilty deploys older than 12 minutes in the written cases, none of 687 innocent ones (one in 1000 taken), times the density of such lags',
  },
  lastingStep: {
    value: 10,
    from: 'a metric on the way to what fails has another level since the rollout: 4 of 23 guilty deploys older than 15 minutes in the written cases; none of 262 innocent ones, but those were made up to change little, and of real ones about one in fifty sends more calls, asks more or keeps more',
  },
  failureRate: { value: 0.08, from: 'change-failure rate of 2-15 % (engine.md, recipe c); the case’s own prior wins' },
  leastFailureRate: { value: 0.02, from: 'engine.md, recipe c' },
  mostFailureRate: { value: 0.2, from: 'engine.md, recipe c, doubled' },
  alertsPerWeek: { value: 3, from: 'on-call median of a service; the case’s own prior wins' },
  alertHistoryHours: {
    value: 10,
    from: 'how much history the weekly rate counts as, against the hour that the case shows',
  },
  redeploy: { value: 0.2, from: 'no new code: only configuration and restarts' },
  firstSeen: { value: 0.3, from: 'what was there before is not known: it may have changed nothing' },
  otherEnvironment: { value: 1e-4, from: 'a veto: shared databases are the exception' },
  failedRollout: { value: 0.1, from: 'never live; can hurt while it runs' },
  rolledBack: { value: 0.02, from: 'a veto: its code no longer ran' },
  unplacedChange: { value: 0.1, from: 'a change that names no service may be anywhere' },
  customBreach: { value: 0.5, from: 'a check of a team’s own: it knows what it watches, but nothing of what changed' },
  customWithin: { value: 0.25, from: 'half of it: what a check does not see may still be broken' },
  customCap: { value: 1, from: 'checks of one team often watch the same thing' },
  leastAlertsPerWeek: { value: 1, from: 'engine.md, recipe c: floor of the background rate' },
  change: { value: 0.6, from: 'a flag or a change by hand, against a deploy' },
  lagRollout: { value: 0.32, from: 'scenarios and PetShop: harm starts while replicas are replaced' },
  lagFast: { value: 0.37, from: 'engine.md: median lag of one real set 112 s, longest 622 s' },
  lagSoon: { value: 0.07, from: 'of 195 written incidents two began 12 to 25 min after their deploy' },
  lagLater: {
    value: 0.2,
    from: 'engine.md, recipe c, less the rollout’s own share; 69 of those 195 began 25 min to 3 h after it, none of the measured ones: between the two',
  },
  lagLate: { value: 0.04, from: 'engine.md, recipe c, halved' },
  fastMinutes: {
    value: 1.7,
    from: 'half-life; engine.md: median lag of one real set 112 s, of which a part is how late the trouble is seen',
  },
  soonMinutes: { value: 7, from: 'half-life; engine.md, recipe c: 5-10 min' },
  skewFloor: {
    value: 0.005,
    from: 'engine.md, recipe c (veto), halved: where probabilities are flatter it would come to more than a hundredth',
  },
  calleeStep: { value: 0.85, from: 'engine.md, graph ratio gamma' },
  burden: {
    value: 0.2,
    from: 'engine.md: 0.15 for callers; retry storms, heavy queries and new kinds of messages burden what is called',
    fitted: [0.05, 0.6],
  },
  burdenFlat: {
    value: 0.1,
    from: 'of the ways to burden a callee, how many leave the number of its requests as it is: heavier ones; retries and loops do not',
    fitted: [0.05, 1],
  },
  handsOn: {
    value: 0.05,
    from: 'a contract broken towards a receiver (format, schema, size, order): one in twenty of the ways that trouble travels',
    fitted: [0.01, 0.4],
  },
  heard: {
    value: 0.5,
    from: 'a name that its commit alone brought is what the alerting service complains of: 50 times as often in guilty commits of dawn as in others',
  },
  unreadable: {
    value: 0.3,
    from: 'the alerting service cannot read what it was handed: a contract broken by who hands it is as likely as by who reads, less a little',
  },
  readsLater: {
    value: 0.3,
    from: 'a reader that cannot take what it has always got fails with the first message: one that read on for long is rarely to blame',
  },
  unrelated: { value: 0.05, from: 'engine.md' },
  unknownGraph: { value: 0.3, from: 'another service, no call graph known, and nothing measured there' },
  measuredStranger: {
    value: 0.5,
    from: 'the same where the metrics of several services tell: the sets with theirs taken away have a lower Brier score than at 0.3 (0.28 for 0.35, 0.31 for 0.34, 0.41 for 0.43)',
  },
  travelsSelf: { value: 0.8, from: 'latency and errors show where trouble begins' },
  travelsCaller: { value: 0.6, from: 'and in most callers' },
  travelsOther: { value: 0.1, from: 'chance and side effects' },
  staysSelf: { value: 0.5, from: 'half of the faults move CPU or memory' },
  staysCaller: { value: 0.08, from: 'waiting costs little CPU' },
  staysOther: { value: 0.05, from: 'chance' },
  travelsCommon: { value: 0.3, from: 'a node, a region or a name server reaches half of the services' },
  staysCommon: { value: 0.2, from: 'the same' },
  spent: {
    value: 0.3,
    from: 'a deploy whose trouble has come and gone: it may come back, a fresh deploy is likelier',
    fitted: [0.1, 1],
  },
  beside: {
    value: 2.4,
    from: 'a service without any tie to the alerting one fails too, or warns of what it never warned of, in 35 of 85 written incidents without a culprit, 14 of 81 with one elsewhere (and hardly ever without a tie to that), and in 3 of 90 where the alerting service was deployed wrongly',
  },
  canary: { value: 1, from: 'factor on what the new version did beside the old one' },
  canaryCap: {
    value: 5,
    from: 'a canary may also get other traffic; in the written sets 7 of 9 guilty versions that ran beside the old one reach it, none of 11 innocent ones',
  },
  restless: {
    value: 0.2,
    from: 'share of incidents in which services that have nothing to do with it move too',
  },
  externalShare: {
    value: 0.15,
    from: 'share of background incidents that begin outside every known service',
  },
  ownedWeight: {
    value: 8,
    fitted: [1, 30],
    from: 'background trouble begins in services that people deploy more often than in leaves of the graph',
  },
  commonShare: {
    value: 0.1,
    from: 'share of background incidents that reach many services at once',
  },
  location: { value: 1.4, from: 'factor on the logarithm of what the metrics say together', fitted: [0.3, 2] },
  harmShare: { value: 0.85, from: 'factor on how much of the harm a service accounts for', fitted: [0.2, 2] },
  logs: { value: 0.7, from: 'factor on the weight of a service’s own logs', fitted: [0.1, 2] },
  noChangeLogs: { value: 3, from: 'factor on log lines that name a cause outside', fitted: [0.3, 4] },
  noOutsideCause: {
    value: 0.9,
    from: 'where logs speak of the failure they name no cause outside in 32 of 81 written incidents that have one, and in 157 of 165 others',
  },
  oneInstance: {
    value: 1.4,
    from: 'one replica of several alone: one in five incidents without a change, one in twenty of those with (a leader, a hot key, the first to leak)',
  },
  oneInstanceBeyond: {
    value: 2.7,
    from: 'the same where a service suffers there that was not deployed, or two do on one machine: one in seven, and one in a hundred',
  },
  ranOut: {
    value: 2.5,
    from: 'what ran straight to its end without a deploy at its beginning: in 3 of 49 written incidents without a culprit (a disk, burst credits, a sequence), in none of 99 with one nor of 196 measured ones',
  },
  noChangeCap: { value: 4, from: 'correlated clues for no change are capped' },
  commits: {
    value: 0.6,
    from: 'factor on the commits’ evidence for their deploy, where it is one of the alerting service: what fails there is in the words of all that is committed to it',
    fitted: [0.1, 2],
  },
  commitsAway: {
    value: 0.85,
    from: 'the same for other services: in 75 written incidents a conditional logit over their deploys gives words three times the weight there; not fitted, since one set alone tells about it',
  },
  deploySize: {
    value: 0.5,
    from: 'power of the number of commits: larger deploys break more, though less than in proportion',
  },
  innocentCommit: {
    value: 0.8,
    from: 'scenarios: ln of the mean of exp over innocent commits’ evidence, 0.5 to 2 a case',
    fitted: [0.5, 2.5],
  },
  innocentAway: {
    value: 0.4,
    from: 'the same for deploys of other services, whose commits share fewer words with what fails; not fitted either',
  },
  usualSize: { value: 4, from: 'commits in a usual deploy, five, each as much as its kind breaks things' },
  commitCap: {
    value: 3,
    from: 'in 4 of 13 scenarios without a culprit some commit fits by 6 nats or more, as in 8 of 26 with one',
  },
  commitBeyond: {
    value: 0.3,
    from: 'what a nat beyond the cap counts between deploys: the log loss of scenarios is 0.80 with all of it, 0.71 with this',
  },
  commitSplit: { value: 1, from: 'factor on the commits’ evidence within a deploy', fitted: [0.5, 2.5] },
  changeTitle: {
    value: 1.2,
    from: 'twice a commit’s factor: a title is short, and of 67 innocent changes in scenarios and the first 24 written blind 47 share nothing with their incident',
  },
  innocentTitle: { value: 0.4, from: 'ln of the mean of exp over the titles of those 67' },
  surgeCap: { value: 3, from: 'a surge can also uncover what a deploy made slow' },
  surge: { value: 1.5, from: 'nats per doubling of traffic at the edge' },
  familiarSurge: { value: 0.2, from: 'of a surge that has been borne before: something made the service weaker since' },
  noChangeOdds: {
    value: 1.1,
    from: 'incidents without a change for each one with: 0.3 to 0.65 of all are without (engine.md, What matters 1); not fitted, since the sets hold as many nulls as their makers chose; tied to how often the team deploys, so that a team that deploys all day is not blamed by sheer numbers',
  },
  rateHours: { value: 2, from: 'hours over which the rate of deploys is read' },
  falseAlarm: { value: 0.8, from: 'false alarms for each real alert of the background; not fitted either' },
  visible: { value: 0.7, from: 'factor on how clearly the watched series worsened', fitted: [0.2, 1.5] },
  persistence: { value: 1.3, from: 'factor on whether the trouble was still there after the alert', fitted: [0.3, 2] },
  visibleCap: { value: 6, from: 'one series may not weigh more' },
  temperature: {
    value: 0.6,
    from: 'calibration: divides every log score where metrics of several services tell; fitted',
    fitted: [0.5, 2.5],
  },
  blindTemperature: {
    value: 1.1,
    from: 'the same where they do not, and nothing but the alert itself is measured',
    fitted: [0.6, 2.5],
  },
  wordyTemperature: {
    value: 1.25,
    from: 'the same where the words of commits are held against those of the incident: written decoys share them too (log losses of the seven written sets add up to 8.5 at 1.1, 8.4 here; the development scenarios alone would have less than 1)',
    fitted: [0.6, 2.5],
  },
  onlyCommits: { value: 0.03, from: 'a case that asks which commit of these: somebody knows that it is one of them' },
} as const satisfies Record<string, Weight>;

export type WeightName = keyof typeof TABLE;

/** The table's values. */
export const WEIGHTS: Weights = Object.fromEntries(
  Object.entries(TABLE).map(([name, { value }]) => [name, value]),
) as Weights;

/** The names that `npm run fit` may move, with their bounds. */
export const FITTED: readonly { readonly name: WeightName; readonly low: number; readonly high: number }[] =
  Object.entries(TABLE as Record<string, Weight>).flatMap(([name, { fitted }]) =>
    fitted === undefined ? [] : [{ name: name as WeightName, low: fitted[0], high: fitted[1] }],
  );

/** Where a weight came from. */
export function sourceOf(name: WeightName): string {
  return TABLE[name].from;
}
