import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

/** Writes one git object as a file of its own under `objects`, the folder of a repository, and gives its SHA. */
export async function writeLooseObject(objects: string, kind: string, content: Uint8Array): Promise<string> {
  const bytes = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
  const sha = createHash('sha1').update(bytes).digest('hex');
  await mkdir(join(objects, sha.slice(0, 2)), { recursive: true });
  await writeFile(join(objects, sha.slice(0, 2), sha.slice(2)), deflateSync(bytes, { level: 1 }));
  return sha;
}
