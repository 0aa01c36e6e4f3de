import type { Case } from '../../case.ts';

/** Where a line says of itself how bad it is, most certain first: a field of JSON, one of logfmt, its head in capitals, its first letter (klog). */
const FIELDS: readonly RegExp[] = [
  /"(?:level|severity|lvl|log\.level|levelname)"\s*:\s*"(\w+)"/i,
  /(?:^|[\s,])(?:level|severity|lvl)=["']?(\w+)/i,
  /^.{0,80}?\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b/,
  /^.{0,40}?[[<(](trace|debug|info|notice|warn|warning|error|fatal|critical|crit)[\])>]/i,
];
const KLOG: readonly (readonly [RegExp, string])[] = [
  [/^[EF]\d{4} \d\d:\d\d:\d\d/, 'error'],
  [/^W\d{4} \d\d:\d\d:\d\d/, 'warn'],
  [/^I\d{4} \d\d:\d\d:\d\d/, 'info'],
];
/** What nobody prints that is well. */
const THROWN =
  /^\s*(?:Traceback \(most recent call last\)|panic: |Exception in thread |Unhandled |Caused by: |[\w.$]+(?:Exception|Error)(?::|$))/;

/** The case with a level for every log line that has none, as far as its message tells. */
export function withLevels(theCase: Case): Case {
  const { logs } = theCase;
  if (logs === undefined || logs.every(({ level }) => level !== undefined)) return theCase;
  const known = new Map<string, string | undefined>();
  const levelOf = (message: string): string | undefined => {
    if (!known.has(message)) known.set(message, levelIn(message));
    return known.get(message);
  };
  return {
    ...theCase,
    logs: logs.map((row) => {
      const level = row.level ?? levelOf(row.message);
      return level === undefined ? row : { ...row, level };
    }),
  };
}

const LONGEST_HEAD = 1_000;

function levelIn(message: string): string | undefined {
  const head = message.slice(0, LONGEST_HEAD);
  for (const field of FIELDS) {
    const level = field.exec(head)?.[1];
    if (level !== undefined) return level.toLowerCase();
  }
  const [klog] = KLOG.filter(([pattern]) => pattern.test(head));
  return klog?.[1] ?? (THROWN.test(head) ? 'error' : undefined);
}
