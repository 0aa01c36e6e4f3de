import { writeFile } from 'node:fs/promises';
import { unusableFile } from './unusable-file.ts';

/** Writes the page of `--html`. Throws OperationalError `configuration-invalid` where the file cannot be written. */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw unusableFile(
      `The page ${file} cannot be written`,
      error,
      'Give --html a file in a folder that is there and yours.',
    );
  }
}
