/** A cause outside our changes that a log message can name. */
export interface OutsideCause {
  readonly clue: string;
  readonly shows: RegExp;
  /** Nats, when most of the new lines say so. */
  readonly weight: number;
  /** What it means, for the report: "new log lines speak of …". */
  readonly means: string;
}

/**
 * Words with which programs name causes that no deploy brought. Modest weights: a change can move a host name, spend
 * a quota or fill a disk too. Only an expiry date says by itself that time has passed and not that code has changed.
 * The patterns hold no nested repetition.
 */
export const OUTSIDE_CAUSES: readonly OutsideCause[] = [
  {
    clue: 'certificate-expiry',
    shows:
      /certificate (has |is )?expired|cert_has_expired|certificate_expired|expired certificate|notafter|certificate verify failed: certificate has expired|sslcertverification.{0,40}expired/i,
    weight: 1.8,
    means: 'a certificate that has expired',
  },
  {
    clue: 'expired-secret',
    shows:
      /(secret|api.?key|keys?|credentials?|password|licen[sc]e|subscription|client.?token|refresh.?token)\b.{0,60}\b(has |have |is |are )?expired|expired (client )?(secret|credential|licen[sc]e|api.?key)|invalid_grant/i,
    weight: 1.6,
    means: 'a secret or licence that has expired',
  },
  {
    clue: 'quota',
    shows:
      /quota.{0,3}exceeded|exceeded.{0,30}quota|\b(monthly|daily|yearly)\b.{0,40}\b(limit|volume|quota|allowance)|usage limit|insufficient (funds|balance|credits?)|payment required|plan limit|limit_?exceeded.{0,20}account/i,
    weight: 1.3,
    means: 'a quota that is used up',
  },
  {
    clue: 'name-resolution',
    shows:
      /no such host|nxdomain|servfail|server misbehaving|name resolution|\benotfound\b|eai_again|getaddrinfo|unknownhostexception|could not resolve host|name or service not known/i,
    weight: 1,
    means: 'names that cannot be resolved',
  },
  {
    clue: 'disk-full',
    shows: /no space left on device|\benospc\b|disk (is )?full|disk quota exceeded|sqlstate 53100/i,
    weight: 1.2,
    means: 'a full disk',
  },
  {
    clue: 'hardware',
    shows:
      /input\/output error|\bi\/o error, dev|\beio\b|medium error|uncorrectable|hardware error|bad sector|cpu steal|failing disk|link is down/i,
    weight: 1.2,
    means: 'a failing disk or node',
  },
  {
    clue: 'used-up-range',
    shows:
      /reached maximum value of sequence|integer out of range|out of range value for column|sequence .{0,60}exhausted|transaction id wraparound|must be vacuumed within|no more (?:free )?(?:inodes|ip addresses)/i,
    weight: 1.3,
    means: 'a range of numbers that has run out',
  },
  {
    clue: 'burst-credits',
    shows: /burst.?(?:balance|credits?)|cpu.?credit|(?:credits?|balance) (?:is |are )?(?:exhausted|depleted)/i,
    weight: 1.2,
    means: 'burst credits that are used up',
  },
  {
    clue: 'failover',
    shows:
      /read.?only replica|\bnot (?:the )?(?:master|primary|leader)\b|notwritableprimary|primarysteppeddown|in a read-only transaction|database system is (?:starting up|shutting down|in recovery)|failover (?:started|in progress|completed)/i,
    weight: 1,
    means: 'a database that has changed its primary',
  },
  {
    clue: 'clock-change',
    shows:
      /nonexistenttime|ambiguoustime|(?:invalid|non-?existent|ambiguous) local time|does not exist in .{0,40}(?:time ?zone|daylight)/i,
    weight: 1.2,
    means: 'a local time that the change of clocks leaves out or repeats',
  },
  {
    clue: 'region',
    shows:
      /availability zone|\baz\b.{0,30}(impaired|unavailable|down)|region.{0,30}(impaired|unavailable|outage)|insufficientinstancecapacity|zone.{0,20}(unavailable|outage)/i,
    weight: 1,
    means: 'a region or zone',
  },
  {
    clue: 'bots',
    shows:
      /bad credentials|login (refused|attempt)|login failed(?![\s\S]{0,200}exception)|invalid (username|password)|wrong password|captcha|credential stuffing|python-requests|headlesschrome|scrapy|sqlmap|\bbot(net)?\b.{0,30}(detected|blocked|traffic)|crawler/i,
    weight: 1,
    means: 'logins or requests as robots send them',
  },
];
