import { z } from 'zod';
import type { SeenRepository } from './contract.ts';
import { id } from './payload-parts.ts';

const entry = z
  .object({
    id,
    full_name: z
      .string()
      .max(300)
      .regex(/^[\w.-]+\/[\w.-]+$/),
    private: z.boolean(),
  })
  .transform(
    (seen): SeenRepository => ({
      repositoryId: seen.id,
      fullName: seen.full_name,
      visibility: seen.private ? 'private' : 'public',
    }),
  );

/** The short form in which an installation lists its repositories: without their default branch. */
export const installedRepositories = z.array(entry);
