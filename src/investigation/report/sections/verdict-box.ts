import { failingCommit } from '../../candidates/failing-release.ts';
import type { EpochMs } from '../../time.ts';
import { type Band, noDeployProbability } from '../../verdict/verdict.ts';
import { countChanges } from '../count-changes.ts';
import { chance } from '../format-number.ts';
import { clock, duration, relative, utc } from '../format-time.ts';
import { lastGood, whereItBelongs } from '../last-good.ts';
import { likelyChanges, withChance } from '../likely-changes.ts';
import { type Block, code, joined, type Line, own, paragraph, say, strong, text } from '../markdown/tree.ts';
import type { NamedLead } from '../name-lead.ts';
import { type NamedSuspect, nameWithHeadline } from '../name-suspect.ts';
import { nextLooks } from '../next-looks.ts';
import type { ReportInput } from '../report-input.ts';
import { type Symptom, shownLevel } from '../symptom.ts';

const BAND_WORDS: Readonly<Record<Band, string>> = {
  strong: 'Likely change (strong)',
  plausible: 'Possible change (plausible: check before acting)',
  weak: 'No change stands out (weak); look first at',
  none: 'No recent deploy explains this',
};

/**
 * The first five lines, which must stand alone in a notification: what is broken since when, what changed and how sure,
 * the safest next step, the alert. No table, no chart, no list.
 */
export function verdictBox(input: ReportInput, leads: readonly NamedLead[], symptom: Symptom | undefined): Block {
  const lines = [broken(input, symptom), change(input, leads), next(input, leads), alertLine(input)];
  if (input.incident.resolvedAt !== undefined) lines.unshift(resolved(input, input.incident.resolvedAt));
  return paragraph(...lines);
}

function resolved(input: ReportInput, at: EpochMs): Line {
  const lasted = duration(at - input.verdict.onset.at);
  return say`${strong(say`Resolved at ${utc(at, input.theCase.askedAt)}`)}, ${lasted} after it began.`;
}

function broken(input: ReportInput, symptom: Symptom | undefined): Line {
  const { incident, verdict, theCase } = input;
  const since = utc(verdict.onset.at, theCase.askedAt);
  const where = say`${code(incident.service)} in ${code(incident.environment)}`;
  if (symptom?.since === undefined) {
    const alerting =
      incident.resolvedAt !== undefined
        ? say`${where} was alerting from about ${since}`
        : say`${where} is alerting since about ${since}`;
    return say`${strong(alerting)} (taken from the alert rule alone).`;
  }
  const before = symptom.before === undefined ? say`` : say` (before: ${shownLevel(symptom, symptom.before)})`;
  const level = say`${where}: ${symptom.what} at ${shownLevel(symptom, symptom.since)}`;
  return say`${strong(incident.resolvedAt !== undefined ? say`${level} from ${clock(verdict.onset.at, theCase.askedAt)} to ${utc(incident.resolvedAt, theCase.askedAt)}` : say`${level} since ${since}`)}${before}.`;
}

function change(input: ReportInput, leads: readonly NamedLead[]): Line {
  const { verdict } = input;
  const [first] = leads;
  if (verdict.band === 'none' || first === undefined) {
    const near = first !== undefined && first.suspect.probability >= 0.1 ? say`; nearest: ${first.name}` : [];
    return say`${strong([words('none')])} (probability that none does: ${chance(noDeployProbability(verdict))}${near}).`;
  }
  if (verdict.band === 'weak') {
    return say`${strong([words('weak')])} ${lookFirst(leads)}.`;
  }
  if (first.changes.length > 0) {
    const named = strong(say`${words(verdict.band)}: ${withChance(first)}`);
    return say`${named}${liveSince(input, first)}. Which of its ${countChanges(first)} changes is not clear: ${likelyChanges(first)}.`;
  }
  return say`${strong(say`${words(verdict.band)}: ${nameWithHeadline(first)}`)}${liveSince(input, first)}.`;
}

function lookFirst(leads: readonly NamedLead[]): Line {
  const [first, ...others] = leads;
  if (first === undefined || first.changes.length === 0) return joined(leads.map(withChance), own(', '));
  const then = others.length === 0 ? [] : say`; then ${joined(others.map(withChance), own(', '))}`;
  return say`${withChance(first)}, in it ${likelyChanges(first)}${then}`;
}

/** When it went live and how that lies to the onset. */
export function liveSince(input: ReportInput, named: NamedSuspect): Line {
  const live = named.deploy?.liveAt;
  const { onset } = input.verdict;
  const today = input.theCase.askedAt;
  if (live === undefined)
    return named.deploy === undefined ? say`, merged; no deploy record carries it` : say`, still rolling out`;
  if (live <= onset.at) return say`, live since ${utc(live, today)}, ${relative(live, onset.at)} the problem began`;
  return say`, live since ${utc(live, today)}, while the beginning is uncertain (${utc(onset.from, today)} to ${utc(onset.to, today)})`;
}

function next(input: ReportInput, leads: readonly NamedLead[]): Line {
  const { band } = input.verdict;
  if (input.incident.resolvedAt !== undefined)
    return say`Nothing to do now; was this right? See the commands at the end.`;
  const good = lastGood(input, leads[0]);
  if ((band === 'strong' || band === 'plausible') && good !== undefined) {
    const lead = band === 'strong' ? own('Safest next step: re-deploy') : own('If a look confirms it: re-deploy');
    const proof =
      good.liveMs === undefined ? say`, which was live before it` : say`, live for ${duration(good.liveMs)} before it`;
    const elsewhere = whereItBelongs(good, input);
    return say`${strong(say`${lead} ${code(good.sha.slice(0, 7))}${elsewhere}`)}${proof}.`;
  }
  const look = nextLooks(input, leads)[0];
  return look === undefined ? say`Next: read the evidence below.` : say`Next: ${look}`;
}

function alertLine(input: ReportInput): Line {
  const { alert, askedAt } = input.theCase;
  const listed = input.alerts ?? [];
  const title = code(listed[0]?.title ?? alert.title ?? 'untitled');
  const fired = utc(alert.firedAt ?? alert.startedAt, askedAt);
  const others = listed.length > 1 ? say` and ${listed.length - 1} more` : say``;
  const commit = failingCommit(alert);
  const release = commit === undefined ? say`` : say` · release ${code(commit.slice(0, 7))}`;
  return say`Alert: ${title}${others}${release} · first seen ${fired} · ${stateOf(input)}`;
}

function stateOf({ incident, alerts = [] }: ReportInput): Line {
  const firing = alerts.filter((one) => one.status === 'firing').length;
  if (incident.resolvedAt !== undefined || (firing === 0 && alerts.length > 0)) return say`no longer firing`;
  return firing === alerts.length ? say`still firing` : say`${firing} of ${alerts.length} still firing`;
}

function words(band: Band) {
  return text(own(BAND_WORDS[band]));
}
