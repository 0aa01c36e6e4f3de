import { z } from 'zod';
import type { SeenRepository } from './contract.ts';

/** An id of GitHub: a positive whole number that JavaScript holds exactly. */
export const id = z.int().positive();

/** Text from outside, cut to a length; NUL and half characters, which a database cannot hold, are replaced. */
export const text = (longest: number) =>
  z.string().transform((value) => value.slice(0, longest).replaceAll('\0', '\ufffd').toWellFormed());

/** A full object name in lower case. */
export const sha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i)
  .toLowerCase();

/** A time as GitHub writes it, with its zone; given in ms. */
export const instant = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));

/** A person or App; null for an account that is gone. */
export const actor = z.object({ login: text(100) }).nullish();

/** An account with what tells people from programs. */
export const account = z.object({ id, login: text(100), type: text(40) });

/** A key that another event has and this one never: it tells a body that was sent under a wrong name. */
export const foreign = z.undefined().optional();

export const installation = z.object({ id });

export const repository = z
  .object({
    id,
    full_name: z
      .string()
      .max(300)
      .regex(/^[\w.-]+\/[\w.-]+$/),
    default_branch: text(300),
    private: z.boolean(),
    visibility: z.enum(['public', 'private', 'internal']).optional().catch(undefined),
  })
  .transform((seen): SeenRepository & { readonly defaultBranch: string } => ({
    repositoryId: seen.id,
    fullName: seen.full_name,
    defaultBranch: seen.default_branch,
    visibility: seen.visibility ?? (seen.private ? 'private' : 'public'),
  }));

/** A repository's name without its owner: its service where nothing else names one. */
export function repositoryName({ fullName }: Pick<SeenRepository, 'fullName'>): string {
  return fullName.slice(fullName.indexOf('/') + 1);
}

/** The first of these that is an address for a browser. */
export function webAddress(...candidates: (string | null | undefined)[]): string | undefined {
  return candidates.find((candidate) => {
    const url = candidate ? URL.parse(candidate) : null;
    return url?.protocol === 'https:' || url?.protocol === 'http:';
  }) as string | undefined;
}
