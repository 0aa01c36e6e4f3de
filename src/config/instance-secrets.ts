import type { InstanceConfiguration } from './instance-configuration.ts';

const TELLS_A_SECRET = /secret|token|password|key|credential|authorization/i;

/** Every secret value of the settings: what the log must never show. */
export function instanceSecrets({
  github,
  endpoints,
  deployEndpoints,
  storage,
  telemetry,
  narrator,
}: InstanceConfiguration): readonly string[] {
  const databasePassword = storage.databaseUrl === undefined ? '' : new URL(storage.databaseUrl).password;
  return [
    ...github.webhookSecrets,
    github.privateKey ?? '',
    ...[...endpoints, ...deployEndpoints].flatMap(({ secrets }) => secrets),
    narrator?.apiKey ?? '',
    databasePassword,
    decodeURIComponent(databasePassword),
    ...telemetry.flatMap(({ options }) => secretsIn(options, false)),
  ].filter((secret) => secret !== '');
}

/** Strings under a key that tells of a secret, at any depth. */
function secretsIn(node: unknown, secret: boolean): readonly string[] {
  if (typeof node === 'string') return secret ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => secretsIn(value, secret || TELLS_A_SECRET.test(key)));
}
