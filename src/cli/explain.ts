import type { Command } from 'commander';
import { readCase } from '../investigation/case-document.ts';
import type { Incident } from '../investigation/incident/incident.ts';
import type { Verdict } from '../investigation/verdict/verdict.ts';
import { gatherMaterial } from '../jobs/incidents/gather-material.ts';
import { narrationOf } from '../jobs/incidents/kept-narrations.ts';
import { reportInputOf } from '../jobs/incidents/report-input-of.ts';
import { whatPeopleSaid } from '../jobs/incidents/what-people-said.ts';
import { keptThumbs } from '../jobs/reactions/kept-thumbs.ts';
import { type ExplainOptions, explainReport } from './ask/explain-report.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { EXIT } from './exit.ts';

/** Registers `whatchanged explain ID`: the report of an incident as it was last decided, with all the evidence. */
export function registerExplain(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('explain')
    .description('the report of an incident, as it was last decided')
    .argument('<id>', "the number of its issue, or the beginning of the incident's id")
    .option('--full', 'show everything that the issue folds away', false)
    .option('--json', 'print one JSON document (docs/reference/explained.schema.json)')
    .action((id: string, options: ExplainOptions) => asking(open, (ask) => explain(ask, id, options)));
}

/** Prints the last verdict of an incident; what is not there, or fits several, is told on the error output. */
export async function explain(ask: Ask, id: string, options: ExplainOptions): Promise<void> {
  const found = await findIncidents(ask, id);
  const [incident] = found;
  if (incident === undefined || found.length > 1) {
    ask.output.error(
      incident === undefined
        ? `No incident ${id} is on record: whatchanged incidents lists them.`
        : `${id} fits ${found.length} incidents, such as ${found
            .slice(0, 3)
            .map((one) => one.id)
            .join(', ')}. Give more of the id.`,
    );
    return ask.output.exitCode(EXIT.problems);
  }
  const { installationId } = incident;
  const { latest, issue, people } = await ask.storage.transaction(async (tx) => ({
    latest: await tx.investigations.latest(installationId, incident.id),
    issue: await tx.effects.find(installationId, 'issue', incident.id),
    people: {
      feedback: await tx.feedback.ofIncident(installationId, incident.id),
      thumbs: await keptThumbs(tx, installationId, incident.id),
    },
  }));
  const material =
    latest && (await gatherMaterial(ask.storage, installationId, incident.id, Math.max(ask.clock.now(), latest.at)));
  if (latest === undefined || material === undefined) {
    ask.output.error(`Incident ${incident.id} has no verdict yet: its investigation has not run.`);
    return ask.output.exitCode(EXIT.problems);
  }
  const said = await ask.storage.transaction((tx) => whatPeopleSaid(tx, incident, latest.verdict as Verdict));
  const input = reportInputOf({
    material: { ...material, earlier: material.earlier.filter((one) => one.round < latest.round) },
    theCase: readCase(latest.case),
    ...said,
    webUrl: ask.configuration.github.webUrl,
  });
  const narration = await ask.storage.transaction((tx) => narrationOf(tx, installationId, input));
  explainReport(ask, { ...input, ...(narration === undefined ? {} : { narration }) }, options, {
    said: people,
    ...(issue?.githubNumber === undefined ? {} : { issue: shownIssue(issue.githubNumber, issue.url) }),
  });
}

function shownIssue(number: number, url: string | undefined) {
  return { number, ...(url === undefined ? {} : { url }) };
}

const MOST_LOOKED_AT = 1_000;

/** By the whole id, by an issue's number, or by the beginning of an id among the newest. */
async function findIncidents(ask: Ask, id: string): Promise<readonly Incident[]> {
  const number = /^#?(\d{1,9})$/.exec(id)?.[1];
  return ask.storage.transaction(async (tx) => {
    const found: Incident[] = [];
    for (const installationId of ask.installations) {
      const exact = await tx.incidents.get(installationId, id);
      if (exact !== undefined) return [exact];
      for (const incident of await tx.incidents.list(installationId, { limit: MOST_LOOKED_AT })) {
        if (number === undefined) {
          if (id.length >= 4 && incident.id.startsWith(id)) found.push(incident);
        } else {
          const issue = await tx.effects.find(installationId, 'issue', incident.id);
          if (issue?.githubNumber === Number(number)) found.push(incident);
        }
      }
    }
    return found;
  });
}
