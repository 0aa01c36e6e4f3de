import { expect, test } from '@jest/globals';
import { imageRevision } from './image-revision.ts';

const A = '0f1e2d3c4b5a69788796a5b4c3d2e1f001020304';
const B = 'aa1e2d3c4b5a69788796a5b4c3d2e1f001020304';

test.each([
  [[`ghcr.io/acme/shop:${A}`], A],
  [[`ghcr.io/acme/shop:sha-${A.toUpperCase()}`, 'redis:7'], A],
  [[`localhost:5000/shop:main-${A}@sha256:${'ab'.repeat(32)}`], A],
  [[`shop:${A}`, `sidecar:${A}`], A],
])('%j names a commit', (images, sha) => {
  expect(imageRevision(images)).toBe(sha);
});

test.each([
  [[]],
  [['localhost:5000/shop']],
  [[`ghcr.io/acme/shop@sha256:${A}`]],
  [[`ghcr.io/acme/shop:${A.slice(0, 7)}`]],
  [[`ghcr.io/acme/shop:${A}0`]],
  [[`shop:${A}`, `other:${B}`]],
])('%j names none, or not one', (images) => {
  expect(imageRevision(images)).toBeUndefined();
});
