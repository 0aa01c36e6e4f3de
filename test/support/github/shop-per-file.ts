import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Octokit } from '@octokit/rest';
import type { LocalGitHub } from '../local-github/local-github.ts';
import { type Shop, startShop } from '../local-github/start-shop.ts';
import { shopRepository } from './shop-repository.ts';

/** What the tests of a file share: one local GitHub, and a client that is the App's installation on it. */
export interface ShopPerFile {
  readonly github: LocalGitHub;
  readonly octokit: Octokit;
  /** A repository for one test, whose `main` holds these files. */
  repository(name: string, files: Record<string, string>): ReturnType<typeof shopRepository>;
}

/** A shop for the tests of a file. At its end it fails where an answer of the shop was one that GitHub does not describe. */
export function shopPerFile(): ShopPerFile {
  let shop: Shop;
  let octokit: Octokit;
  beforeAll(async () => {
    shop = await startShop();
    octokit = await shop.asInstallation();
  });
  afterAll(async () => {
    await shop.stop();
    expect(shop.github.contractViolations).toEqual([]);
  });
  return {
    get github() {
      return shop.github;
    },
    get octokit() {
      return octokit;
    },
    repository: (name, files) => shopRepository(shop, name, files),
  };
}
