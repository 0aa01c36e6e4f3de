/** How the errors of a widely used package look in a log, so that a raise of its version can be told from others. */
export interface Fingerprint {
  readonly name: string;
  readonly shows: RegExp;
}

const of = (shows: RegExp, ...names: string[]): Fingerprint[] => names.map((name) => ({ name, shows }));

/** From the packages' own error classes and messages, as their documentation prints them. */
export const FINGERPRINTS: readonly Fingerprint[] = [
  ...of(/HTTPSConnectionPool|MaxRetryError|urllib3/, 'urllib3', 'requests'),
  ...of(/\bSSL|_ssl\.c|TLSV1|handshake/, 'openssl', 'urllib3', 'certifi', 'cryptography', 'pyopenssl'),
  ...of(/HikariPool|com\.zaxxer/, 'hikaricp'),
  ...of(/org\.hibernate|LazyInitialization/, 'hibernate', 'hibernate-core', 'spring-boot-starter-data-jpa'),
  ...of(/com\.fasterxml|JsonMappingException|InvalidFormatException/, 'jackson', 'jackson-bom', 'jackson-databind'),
  ...of(/io\.grpc|rpc error|StatusRuntimeException/, 'grpc', 'grpc-netty', 'grpc-js', 'grpcio'),
  ...of(/io\.netty/, 'netty', 'netty-bom', 'reactor-netty'),
  ...of(/org\.springframework/, 'spring', 'spring-boot', 'spring-framework'),
  ...of(/org\.postgresql|PSQLException/, 'postgresql'),
  ...of(/psycopg|OperationalError/, 'psycopg', 'psycopg2', 'psycopg2-binary', 'sqlalchemy'),
  ...of(/sqlalchemy/i, 'sqlalchemy', 'alembic'),
  ...of(/failed to connect to `host=|pgconn/, 'pgx', 'v5', 'pgconn'),
  ...of(/AxiosError/, 'axios'),
  ...of(/UND_ERR|undici|fetch failed/, 'undici'),
  ...of(/ZodError/, 'zod'),
  ...of(/pydantic|ValidationError/, 'pydantic', 'pydantic-settings', 'fastapi'),
  ...of(/PrismaClient/, 'prisma', 'client'),
  ...of(/Sequelize\w*Error/, 'sequelize'),
  ...of(/MongoServerError|MongoNetworkError|MongooseError/, 'mongodb', 'mongoose', 'pymongo'),
  ...of(
    /ioredis|ReplyError|redis\.exceptions|RedisTimeout|lettuce/,
    'ioredis',
    'redis',
    'lettuce-core',
    'jedis',
    'go-redis',
  ),
  ...of(/kafkajs|KafkaJS|librdkafka|org\.apache\.kafka/, 'kafkajs', 'confluent-kafka', 'kafka-clients', 'franz-go'),
  ...of(/celery|kombu/, 'celery', 'kombu'),
  ...of(/django/i, 'django', 'djangorestframework'),
  ...of(/JsonWebToken|TokenExpiredError|jose\.|JWT/, 'jsonwebtoken', 'jose', 'pyjwt', 'jjwt'),
  ...of(/botocore|boto3/, 'boto3', 'botocore'),
  ...of(/software\.amazon|AwsServiceException/, 'aws-sdk', 'bom'),
  ...of(/CircuitBreaker/, 'resilience4j', 'opossum', 'polly'),
  ...of(/ActiveRecord|PG::/, 'activerecord', 'rails', 'pg'),
  ...of(/Hydration|React error/, 'react', 'react-dom', 'next'),
  ...of(/numpy|pandas/, 'numpy', 'pandas'),
];
