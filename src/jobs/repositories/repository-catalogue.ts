import type { Catalogue } from '../../investigation/incident/with-catalogue.ts';
import { OperationalError } from '../../platform/errors.ts';
import { parseBackstage } from '../../readers/catalogue/parse-backstage.ts';
import { parseCodeowners } from '../../readers/catalogue/parse-codeowners.ts';
import { parseDatadogServices } from '../../readers/catalogue/parse-datadog-services.ts';
import type { OpenRepository } from '../../readers/repository/contract.ts';
import type { Transaction } from '../../storage/contract.ts';
import { keptDocument } from '../kept-document.ts';

const BACKSTAGE = ['catalog-info.yaml', 'catalog-info.yml'];
const DATADOG = ['service.datadog.yaml', 'service.datadog.yml'];
/** Where GitHub looks for it, in its order: the first that is there counts. */
const CODEOWNERS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** The files of a repository that tell of its services and their owners. */
export const CATALOGUE_PATHS: readonly string[] = [...BACKSTAGE, ...DATADOG, ...CODEOWNERS];

const NOTHING: Catalogue = { entries: [], paths: [] };
const catalogues = keptDocument<number, Catalogue>('catalogue');

/** What a repository's catalogue files say on its default branch; what cannot be read says nothing. */
export async function readCatalogue(
  openRepository: OpenRepository,
  installationId: number,
  repositoryId: number,
): Promise<Catalogue> {
  try {
    const repository = await openRepository(installationId, repositoryId);
    const firstOf = async (paths: readonly string[]) => {
      for (const path of paths) {
        const text = await repository.file(path);
        if (text !== undefined) return text;
      }
      return '';
    };
    return {
      entries: [...parseBackstage(await firstOf(BACKSTAGE)), ...parseDatadogServices(await firstOf(DATADOG))],
      paths: parseCodeowners(await firstOf(CODEOWNERS)),
    };
  } catch (error) {
    if (error instanceof OperationalError && !error.retryable) return NOTHING;
    throw error;
  }
}

/** Keeps what was read, beside the repository's configuration. */
export const keepCatalogue = catalogues.keep;

/** What the last reading gave; nothing where there was none. */
export async function catalogueOf(tx: Transaction, installationId: number, repositoryId: number): Promise<Catalogue> {
  return (await catalogues.read(tx, installationId, repositoryId)) ?? NOTHING;
}
