import { expect, test } from '@jest/globals';
import { FINGERPRINTS } from './package-fingerprints.ts';

test.each([
  [
    ['urllib3', 'requests'],
    ['HTTPSConnectionPool', 'MaxRetryError', 'urllib3.exceptions'],
  ],
  [
    ['openssl', 'urllib3', 'certifi', 'cryptography', 'pyopenssl'],
    ['SSLError', '_ssl.c:1006', 'TLSV1_ALERT', 'handshake'],
  ],
  [['hikaricp'], ['HikariPool-1', 'com.zaxxer']],
  [
    ['hibernate', 'hibernate-core', 'spring-boot-starter-data-jpa'],
    ['org.hibernate.X', 'LazyInitializationException'],
  ],
  [
    ['jackson', 'jackson-bom', 'jackson-databind'],
    ['com.fasterxml', 'JsonMappingException', 'InvalidFormatException'],
  ],
  [
    ['grpc', 'grpc-netty', 'grpc-js', 'grpcio'],
    ['io.grpc', 'rpc error', 'StatusRuntimeException'],
  ],
  [['netty', 'netty-bom', 'reactor-netty'], ['io.netty']],
  [['spring', 'spring-boot', 'spring-framework'], ['org.springframework']],
  [['postgresql'], ['org.postgresql', 'PSQLException']],
  [
    ['psycopg', 'psycopg2', 'psycopg2-binary', 'sqlalchemy'],
    ['psycopg.errors', 'OperationalError'],
  ],
  [['sqlalchemy', 'alembic'], ['SQLAlchemy']],
  [
    ['pgx', 'v5', 'pgconn'],
    ['failed to connect to `host=', 'pgconn'],
  ],
  [['axios'], ['AxiosError']],
  [['undici'], ['UND_ERR_SOCKET', 'undici', 'fetch failed']],
  [['zod'], ['ZodError']],
  [
    ['pydantic', 'pydantic-settings', 'fastapi'],
    ['pydantic', 'ValidationError'],
  ],
  [['prisma', 'client'], ['PrismaClientKnownRequestError']],
  [['sequelize'], ['SequelizeError', 'SequelizeUniqueConstraintError']],
  [
    ['mongodb', 'mongoose', 'pymongo'],
    ['MongoServerError', 'MongoNetworkError', 'MongooseError'],
  ],
  [
    ['ioredis', 'redis', 'lettuce-core', 'jedis', 'go-redis'],
    ['ioredis', 'ReplyError', 'redis.exceptions', 'RedisTimeout', 'lettuce'],
  ],
  [
    ['kafkajs', 'confluent-kafka', 'kafka-clients', 'franz-go'],
    ['kafkajs', 'KafkaJSError', 'librdkafka', 'org.apache.kafka'],
  ],
  [
    ['celery', 'kombu'],
    ['celery', 'kombu'],
  ],
  [['django', 'djangorestframework'], ['Django']],
  [
    ['jsonwebtoken', 'jose', 'pyjwt', 'jjwt'],
    ['JsonWebTokenError', 'TokenExpiredError', 'jose.exceptions', 'JWT'],
  ],
  [
    ['boto3', 'botocore'],
    ['botocore', 'boto3'],
  ],
  [
    ['aws-sdk', 'bom'],
    ['software.amazon', 'AwsServiceException'],
  ],
  [['resilience4j', 'opossum', 'polly'], ['CircuitBreaker']],
  [
    ['activerecord', 'rails', 'pg'],
    ['ActiveRecord', 'PG::'],
  ],
  [
    ['react', 'react-dom', 'next'],
    ['Hydration', 'React error'],
  ],
  [
    ['numpy', 'pandas'],
    ['numpy', 'pandas'],
  ],
])('%j', (names, messages) => {
  for (const message of messages)
    expect(FINGERPRINTS.filter(({ shows }) => shows.test(message)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(names),
    );
});
