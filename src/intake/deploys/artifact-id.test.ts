import { expect, test } from '@jest/globals';
import { artifactOrigin } from './artifact-id.ts';

const SHA = '0f1e2d3c4b5a69788796a5b4c3d2e1f001020304';

test.each([
  [`pkg:github/acme/shop@${SHA}`, { sha: SHA, repository: 'acme/shop' }],
  [`pkg:golang/github.com/acme/shop@${SHA}#cmd/web`, { sha: SHA, repository: 'acme/shop' }],
  [`pkg:oci/shop@sha256%3Aabc?repository_url=ghcr.io/acme/shop&tag=${SHA}`, { sha: SHA }],
  [`pkg:oci/shop@sha256:abc?tag=sha-${SHA}`, { sha: SHA }],
  [
    `pkg:npm/%40acme/shop@1.2.3?vcs_url=git%2Bhttps://github.com/acme/shop.git%40${SHA}`,
    { sha: SHA, repository: 'acme/shop' },
  ],
  ['pkg:generic/checkout@2.3.0', {}],
  [`pkg:github/acme/shop@${SHA.slice(0, 12)}`, { repository: 'acme/shop' }],
  ['pkg:oci/shop@%', {}],
  ['0f1e2d3c', {}],
  ['', {}],
])('%s', (id, origin) => {
  expect(artifactOrigin(id)).toEqual(origin);
});
