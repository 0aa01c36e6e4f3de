import { execFileSync } from 'node:child_process';
import type { Shop } from '../local-github/start-shop.ts';

/** A repository of its own in the shop, whose `main` holds these files. */
export async function shopRepository(shop: Shop, name: string, files: Record<string, string>) {
  await shop.github.createRepository(`acme/${name}`);
  const base = await shop.github.commit(`acme/${name}`, { message: 'Base', files });
  const { folder } = shop.github.repository(`acme/${name}`).git;
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  return { full: `acme/${name}`, repo: { owner: 'acme', repo: name }, base, git };
}

/** The text of these lines. */
export const lines = (...all: string[]) => `${all.join('\n')}\n`;

/** How GitHub answered: 200, or the status of the error. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 200,
    (error: { status: number }) => error.status,
  );
}
