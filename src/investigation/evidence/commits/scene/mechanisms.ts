/** A way in which software fails: how it shows in alerts and logs, and which words a change that brings it about tends to touch. */
export interface Mechanism {
  readonly name: string;
  readonly symptom: RegExp;
  readonly touches: readonly string[];
  /** Of what is being built and tested, not of what runs. */
  readonly beforeItRuns: boolean;
}

const mechanism = (name: string, symptom: RegExp, touches: string): Mechanism => ({
  name,
  symptom,
  touches: touches.split(' '),
  beforeItRuns: false,
});

const ofBuilds = (name: string, symptom: RegExp, touches: string): Mechanism => ({
  ...mechanism(name, symptom, touches),
  beforeItRuns: true,
});

/** Those of the touched words that stand in much code that has nothing to do with them. */
export const EVERYDAY_WORDS: ReadonlySet<string> = new Set(
  `none null nil undefined get first key keys default defaults on static string field map type cast status version min max per add
  column update select where query batch base image go context close open missing required config values property lookup
  include test tests build job jobs size limit limits order message body header second minute from index image host url
  path name group release seconds interval service`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/**
 * The failure mechanisms that are looked for. From the public vocabulary of the systems themselves (HTTP and gRPC status names,
 * PostgreSQL error messages, the JVM, Go, Node and Python runtimes, Kubernetes termination reasons, resilience libraries),
 * not fitted. The symptom patterns hold no nested repetition, so that they take linear time.
 */
export const MECHANISMS: readonly Mechanism[] = [
  mechanism(
    'connection pool',
    /(?<!(?:threads?|join|common|string|buffer)[ _-]?)\bpool\b|connection is not available|too many (clients|connections)|connection slots|(waiting|waited \S+( ms)?) for (an? )?(idle )?(connection|socket)|acquire connection/i,
    'pool pools hikari pgbouncer maximum minimum idle connections acquire release leak datasource agent sockets maxsockets transport transaction transactional',
  ),
  mechanism(
    'memory',
    /oom|out of memory|outofmemory|\bheap\b|mark-compact|exit code 137|gc overhead|(?<!max)memory/i,
    'memory heap xmx xms limits mi gi cache listener listeners on subscribe emitter retain buffer rss append unbounded static',
  ),
  mechanism(
    'busy processor',
    /event loop|\bcpu\b|processor|blocked for|throttl|stack depth|busy|spinning|hang/i,
    'regex regexp pattern compile backtracking sync loop recursion sort bcrypt argon2 argon2id scrypt pbkdf2 rounds iterations cost cpu workers digest quadratic',
  ),
  mechanism(
    'rate limit',
    /\b429\b|rate.?limit|too ?many ?requests|throttl|bucket empty|over quota|retry after/i,
    'limit limiter limits rate bucket buckets burst quota throttle window per second minute ratelimit rps',
  ),
  mechanism(
    'throughput of a table',
    /provisioned ?throughput|throughput ?exceeded|\b(read|write|consumed)(read|write)? ?capacity|capacity ?units|request units|hot partition/i,
    'consistentread consistent consistency capacity rcu wcu provisioned throughput scan projection gsi partition batch query index',
  ),
  mechanism(
    'timeout',
    /time[d]?.?out|deadline|took \d|answered in|slow\b|latency|aborted|after \d+ ?ms|waited|duration|p9\d/i,
    'timeout timeouts deadline millis milliseconds seconds duration ms interval delay ttl',
  ),
  mechanism(
    'retries',
    /\battempts?\b|retr(y|ies|ying)|(execution|task) ?rejected|rejectedexecution|will be repeated|backoff|queue(d)? (is )?full|storm|surge/i,
    'retry retries attempts backoff jitter resilient resilience resilience4j hedge repeat idempotent polly tenacity',
  ),
  mechanism(
    'circuit breaker',
    /circuit|breaker|not permit/i,
    'circuit breaker circuitbreaker threshold resilience4j hystrix sliding window half bulkhead',
  ),
  mechanism(
    'backlog',
    /\blag\b|oldest|backlog|pending|waited|queue|consumer|behind|s old\b|redeliver|dead.?letter/i,
    'concurrency worker workers prefetch partition partitions partitioner key consumer consumers queue batch threads parallel celery sidekiq poll ack acks visibility group',
  ),
  mechanism(
    'cache',
    /cache|evict|maxmemory|\bmiss(es)?\b|slow query|slow write|cpuutilization|waiting for (the )?database|hit ratio|stale/i,
    'cache caches cached caching ttl expire expires expiry evict key keys redis memcached maxage etag invalidate',
  ),
  mechanism(
    'edge cache',
    /hit.?ratio|\bmiss(es)?\b|x-cache|\bcdn\b|surrogate|varnish|cache bypass|origin (shield|fetch|requests)/i,
    'cookie cookies setcookie vary cachecontrol surrogate cdn varnish querystring maxage nocache nostore useragent behaviour etag key',
  ),
  mechanism(
    'kept too short',
    /\bexpired\b|dead.?letter|offset ?out ?of ?range|retention|no longer (available|exists|valid)|deleted|evicted|session not found|token (is )?too old/i,
    'ttl expire expires expiry expiration retention maxage keep visibility lease purge cleanup days minutes seconds duration',
  ),
  mechanism(
    'done twice',
    /duplicate|twice|already (exists|processed|sent|running|booked|paid)|idempoten|unique constraint|second time/i,
    'idempotency idempotent dedupe dedup unique key hash fingerprint uuid leader election clustered replicas retry once upsert lock',
  ),
  mechanism(
    'starved threads',
    /thread.?pool|starv|executor|rejectedexecution|dispatcher|threads? (is|are)? ?(busy|blocked|stuck)|queue (depth|capacity)/i,
    'dispatcher dispatchers executor threads thread blocking spawnblocking blockon runtime synchronous sleep await async parallelism workers sync',
  ),
  mechanism(
    'TLS',
    /\bssl|\btls\b|handshake|certificate.?(verif|valid|unknown|expired|revoked|chain|authority|error|required|has\b|is (not|invalid|expired|revoked)|not|'?s altname)|(server|client|peer|root|leaf|first|issuer|intermediate|bad|invalid|expired|revoked) certificate|altnames?\b|x509|cipher|pkix|unknown ca|self.signed/i,
    'tls ssl cipher ciphers certificate cert certs openssl urllib3 certifi truststore keystore minversion ca requests alpine debian base image jdk verify',
  ),
  mechanism(
    'lock',
    /\block\b|accesssharelock|exclusivelock|deadlock|statement timeout|lock wait|canceling statement|serializ(e|ation) (access|failure)|blocked by/i,
    'alter constraint index concurrently lock transaction isolation foreign vacuum migration migrate add column update batch',
  ),
  mechanism(
    'schema',
    /does not exist|no such (column|table)|unknown column|undefined column|undefinedcolumn|violates|not-null|duplicate key|invalid column|data truncated|too long for/i,
    'drop rename alter column table migration schema constraint unique nullable default varchar not null entity primary',
  ),
  mechanism(
    'missing value',
    /nullpointer|null pointer|\bnil\b|nonetype|\bnull\b|undefined|cannot read propert|keyerror|nosuchelement|index out of|optional|unwrap|is empty|(?<!\b404 |command |page |path |route |url )not ?found|no \w+ for/i,
    'null nil none undefined optional get first empty default defaults orelse unwrap make map missing required nullable codec lookup',
  ),
  mechanism(
    'data format',
    /json|deseriali|seriali|unmarshal|parse|unexpected token|invalid_enum|enum|unsupported operand|typeerror|type mismatch|cannot convert|schema|unknown field|malformed|decode|encod|invalid format|syntax/i,
    'json serialize serializer serialization jackson mapper objectmapper enum format shape string schema proto protobuf marshal unmarshal avro decimal bigdecimal dto field encode decode type cast status version',
  ),
  mechanism(
    'message size',
    /too (large|big|long)|larger than|payload|\b413\b|resource_exhausted|entity too|max(imum)? (size|length)|exceeds/i,
    'max maximum size bytes mib recv message msg body limit length upload chunk batch header headers buffer buffers proxy cookie token',
  ),
  mechanism(
    'access',
    /\b401\b|\b403\b|unauthori[sz]ed|forbidden|access.?denied|permission denied|explicit deny|not (authorized|permitted|allowed)|invalid (token|signature)|jwt|credential|csrf|audience/i,
    'auth authorization token tokens jwt permission permissions role roles scope scopes iam policy secret audience issuer leeway signature header cookie session samesite key bearer rbac acl deny effect principal condition kms encryption grant',
  ),
  // RFC 7517: whoever checks a token looks its key up by `kid` in a set that it keeps for a while.
  mechanism(
    'signing keys',
    /\bkid\b|\bjwks?\b|key ?set|(no|unknown|matching|find|find the|find a) (signing |public )?key\b|key rotation|signature verification/i,
    'kid jwk jwks key keys keyset keyring keystore rotation rotate rotated sign signing publish published active pending grace retired overlap',
  ),
  mechanism(
    'missing setting',
    /field required|is not set|missing (env|config|secret|required|key|property)|could not resolve placeholder|startup aborted|invalid config|no value for|unknown option|unrecognized/i,
    'env secret config default values getenv environ required property settings placeholder configmap',
  ),
  mechanism(
    'used-up ports',
    /cannot assign requested address|eaddrnotavail|time_?wait\b|ephemeral ports?|\b(snat|ports?)\b.{0,12}exhaust/i,
    'keepalive agent pool reuse close maxsockets transport upstream httpversion http connection version snippet headers',
  ),
  mechanism(
    'long-lived connection',
    /disconnect|lost connection|websocket|reconnect|rejoin|\b1006\b|reset by peer|connection reset|broken pipe|closed connection|premature/i,
    'ping pings pong heartbeat keepalive keep alive idle interval socket websocket timeout upgrade drain',
  ),
  mechanism(
    'cancellation',
    /cancel(l)?ed|context cancel|client closed|aborted/i,
    'context cancel withcancel withtimeout cancellation abort abortcontroller signal defer hedge ctx',
  ),
  mechanism(
    'lazy loading',
    /lazyinitiali|no session|detached|lazily|lazy load/i,
    'fetch lazy eager fetchtype session transactional onetomany manytoone entitygraph join detach close',
  ),
  mechanism(
    'concurrency',
    /concurrent|data race|race condition|concurrentmodification|deadlock|tsan|use of destroyed/i,
    'mutex lock rwmutex sync map goroutine thread threads async await parallel concurrent atomic synchronized volatile shared go',
  ),
  mechanism(
    'address',
    /no such host|\benotfound\b|name resolution|unknownhost|unknown host|connection refused|econnrefused|no route|getaddrinfo|unreachable|dial tcp/i,
    'host hostname url uri endpoint domain dns port base namespace address service proxy egress networkpolicy security group cidr',
  ),
  mechanism(
    'routing',
    /\b404\b|\b405\b|no route|\b(url|page|path|route|handler|endpoint|location) not found|no matching|redirect|\b30[128]\b/i,
    'route routes router path prefix ingress rewrite nginx redirect location mapping handler endpoint basepath slash',
  ),
  mechanism(
    'schedule',
    /previous run|still (active|running)|already running|overlap|schedule|cron|nightly|batch/i,
    'cron schedule cronjob job jobs interval batch concurrencypolicy scheduler every nightly',
  ),
  mechanism(
    'slow query',
    /slow query|query (was )?cancel|seq(uential)? scan|full (table )?scan|temporary file|waiting for (the )?database|slow write|insert took/i,
    'index query select join where order limit offset prefetch include n1 queryset paginate unindexed batch cache sql hint',
  ),
  mechanism(
    'disk',
    /no space left|disk (is )?full|enospc|inode|volume|iops|could not extend/i,
    'log logging retention tmp volume storage dump rotate rotation archive debug spool disk pvc',
  ),
  mechanism(
    'locale or time',
    /invalidoperation|numberformat|datetimeparse|time ?zone|locale|invalid date|could not parse|out of range|offset|\butc\b|dst/i,
    'locale format decimal timezone zone utc date datetime time parse number currency round rounding comma localtime instant',
  ),
  mechanism(
    'arithmetic',
    /overflow|divi(de|sion) by zero|zerodivision|arithmetic|\bnan\b|negative (amount|price|balance|quantity)|implausible|off by a factor|rounding/i,
    'multiply divide cents minor rounding round scale decimal bigdecimal i32 u32 i64 u64 float double modulo percent unit units factor sum total int long',
  ),
  mechanism(
    'text encoding',
    /collation|illegal mix|charset|character set|encoding|utf-?8|surrogate pair|mojibake|incorrect string value/i,
    'collate collation charset utf8 utf8mb4 latin1 convert character encoding encode decode unicode nvarchar bytes',
  ),
  mechanism(
    'open files',
    /too many open files|emfile|enfile|file descriptor|socket hang/i,
    'close open stream socket fd ulimit nofile keepalive agent defer pool transport roundtripper dialer idleconntimeout',
  ),
  mechanism(
    'missing code',
    /nosuchmethod|classnotfound|noclassdef|module ?not ?found|importerror|cannot find module|undefined symbol|unresolved|abstractmethod|incompatible|no module named|symbol lookup/i,
    'dependency version import require bump upgrade module exports package include link library plugin shade implementation',
  ),
  mechanism(
    'base image',
    /\bfonts?\b|fontconfig|glibc|\bmusl\b|shared object|legacy.?renegotiation|exec format|tzdata|ca.certificates|unsupported locale|libssl|libcrypto|command not found/i,
    'dockerfile image base alpine slim bookworm bullseye buster trixie jammy noble debian ubuntu corretto temurin distroless musl jre jdk apt apk fontconfig openssl',
  ),
  mechanism(
    'restart',
    /crashloop|back-?off|liveness|readiness|probe|restart|terminated|sigterm|sigkill|exited|exit code|shutting down/i,
    'probe liveness readiness command args entrypoint cmd dockerfile image shutdown preStop grace startup limits user root capabilities securitycontext',
  ),
  ofBuilds(
    'build',
    /compil|\blink(er)?\b|\bbuild|cmake|\bgn\b|gradle|bazel|msvc|undefined reference|file not found|no such file|static initiali|header|include/i,
    'build cmakelists gn gni bazel cmake gradle makefile include deps define ifdef toolchain warning sources import visibility export',
  ),
  ofBuilds(
    'test',
    /\btests?\b|flak|unittests?|expectation|asan|tsan|ubsan|fuzz|snapshot|assert/i,
    'test tests unittest unittests expectations assert fixture mock fuzzer skip suppress expect',
  ),
  ofBuilds(
    'pipeline',
    /\bbots?\b|builders?\b|capacity|\bci\b|\bcq\b|runner|workflow|pipeline|infra/i,
    'infra builder builders bot bots workflow pipeline runner ci cq pool dimensions recipe experimental',
  ),
];
