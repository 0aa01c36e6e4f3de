import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { changeLines, deployLine } from './ask/deploy-lines.ts';
import { type Ask, asking, type OpenAsk, openAsk } from './ask/open-ask.ts';
import { parseSpan } from './ask/parse-moment.ts';
import { printJson } from './ask/print-json.ts';
import { printable, utcMinute } from './ask/printable.ts';
import { lookOnce, type Picture, watchEvents } from './ask/watch-picture.ts';
import type { WatchEvent } from './documents/watch-event.ts';
import { incidentLines } from './incidents.ts';

export interface WatchOptions {
  readonly every: number;
  readonly once?: boolean;
  readonly json?: boolean;
}

/** Registers `whatchanged watch`: deploys and incidents as they come, redrawn on a terminal, line by line in a pipe. */
export function registerWatch(program: Command, open: OpenAsk = openAsk): void {
  program
    .command('watch')
    .description('deploys and incidents as they come: redrawn on a terminal, one line each in a pipe; Ctrl-C ends it')
    .option('--every <span>', 'how often to look', parseSpan, 2_000)
    .option('--once', 'look once and end', false)
    .option('--json', 'print one JSON document a line (docs/reference/watch-event.schema.json)')
    .action((options: WatchOptions) =>
      asking(open, async (ask) => {
        const stop = new AbortController();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
        await watch(ask, options, stop.signal);
      }),
    );
}

const CLEAR = '\u001b[H\u001b[2J\u001b[3J';

/** Looks again and again until `stop`; a pipe gets only what is new since the look before. */
export async function watch(ask: Ask, { every, once, json }: WatchOptions, stop: AbortSignal): Promise<void> {
  let before: Picture | undefined;
  while (!stop.aborted) {
    const picture = await lookOnce(ask);
    if (json !== true && ask.live)
      ask.output.out(`${once === true ? '' : CLEAR}${pictureLines(picture, ask).join('\n')}`);
    else for (const event of watchEvents(before, picture)) told(event, ask, json === true);
    before = picture;
    if (once === true) return;
    await pause(every, undefined, { signal: stop }).catch(() => undefined);
  }
}

function told(event: WatchEvent, ask: Ask, json: boolean): void {
  if (json) printJson({ output: ask.output, live: false }, event);
  else ask.output.out(eventLine(event, ask));
}

const WORDS: Readonly<Record<WatchEvent['event'], string>> = {
  'deploy-started': 'began to roll out',
  'deploy-live': 'went live',
  'deploy-failed': 'failed to go live',
  'incident-opened': 'incident opened',
  'verdict-changed': 'verdict changed',
  'incident-resolved': 'incident resolved',
};

/** One event in one line. */
export function eventLine(event: WatchEvent, { paint }: Pick<Ask, 'paint'>): string {
  const at = paint('dim', utcMinute(event.at));
  if ('deploy' in event) {
    const { service, environment, sha, changes } = event.deploy;
    const pulls = (changes ?? [])
      .slice(0, 5)
      .map(({ pullRequest, sha: one }) => (pullRequest === undefined ? one.slice(0, 7) : `#${pullRequest}`));
    const what = pulls.length === 0 ? '' : `: ${pulls.join(', ')}${(changes ?? []).length > pulls.length ? ', …' : ''}`;
    return `${at} ${paint('bold', printable(`${service}/${environment}`))} ${WORDS[event.event]} at ${paint('code', printable(sha.slice(0, 7)))}${printable(what)}`;
  }
  const { service, environment, verdict, headline } = event.incident;
  const thought =
    verdict === undefined
      ? ''
      : ` (${verdict.band}${verdict.suspect === null ? '' : ` ${printable(verdict.suspect)}`})`;
  return `${at} ${paint('bold', printable(`${service}/${environment}`))} ${paint('bad', WORDS[event.event])}${thought}${headline === undefined ? '' : ` ${printable(headline)}`}`;
}

const MOST_SHOWN = 8;

function pictureLines({ at, incidents, deploys }: Picture, ask: Ask): readonly string[] {
  const open = incidents.filter((incident) => incident.state === 'open');
  const over = incidents.filter((incident) => incident.state === 'resolved');
  return [
    ask.paint('dim', `whatchanged, ${utcMinute(at)}; Ctrl-C ends`),
    '',
    ask.paint('heading', `Open incidents (${open.length})`),
    ...(open.length === 0 ? ['  none'] : open.slice(0, MOST_SHOWN).flatMap((incident) => incidentLines(incident, ask))),
    ...(over.length === 0 ? [] : ['', ask.paint('heading', 'Over within the last day')]),
    ...over.slice(0, 3).flatMap((incident) => incidentLines(incident, ask)),
    '',
    ask.paint('heading', 'Deploys of the last 6 h'),
    ...(deploys.length === 0 ? ['  none'] : []),
    ...deploys
      .slice(0, MOST_SHOWN)
      .flatMap((deploy) => [
        `  ${ask.paint('bold', printable(`${deploy.service}/${deploy.environment}`))} ${deployLine(deploy, ask, at)}`,
        ...changeLines(deploy, ask).slice(0, 3),
      ]),
  ];
}
