import { generateKeyPairSync } from 'node:crypto';
import { checkInstance } from '../../src/config/instance-configuration.ts';

/** An RSA key, as GitHub gives it to an App. */
export const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

/** A webhook secret that is long enough and not well-known. */
export const SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c';

/** The three variables without which no instance starts. */
export const MINIMAL = { APP_ID: '12', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET };

/** What is wrong with these settings, by the place of the mistake. */
export function problemsOf(environment: Record<string, string | undefined>, file?: string): Record<string, string> {
  const checked = checkInstance(environment, file);
  const problems = checked.kind === 'invalid' ? checked.problems : [];
  for (const { hint } of problems) if (hint.length < 10) throw new Error('a problem without a hint');
  return Object.fromEntries(problems.map(({ path, problem }) => [path, problem]));
}
