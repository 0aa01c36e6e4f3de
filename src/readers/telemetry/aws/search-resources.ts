import type { Resource, ResourceExplorer2Client } from '@aws-sdk/client-resource-explorer-2';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection } from '../contract.ts';
import { askAws } from './aws-failure.ts';
import type { AwsOptions } from './aws-options.ts';

const NAME = 'Resource Explorer';
const PAGE = 100;
/** Resource Explorer finds at most a thousand. */
const MOST_PAGES = 10;

/** All pages of a Search through a view, and in words what of it was not read. */
export async function searchResources(
  QueryString: string,
  ViewArn: string,
  client: ResourceExplorer2Client,
  { options, signal }: Connection<AwsOptions>,
): Promise<{ readonly found: readonly Resource[]; readonly partial: readonly string[] }> {
  const { SearchCommand } = await import('@aws-sdk/client-resource-explorer-2');
  const found: Resource[] = [];
  let NextToken: string | undefined;
  for (let page = 1; ; page += 1) {
    const more = NextToken === undefined ? {} : { NextToken };
    const command = new SearchCommand({ QueryString, ViewArn, MaxResults: PAGE, ...more });
    const answer = await askAws(options, NAME, signal, () => client.send(command));
    if (!Array.isArray(answer.Resources)) {
      throw new OperationalError('upstream-nonsense', `${NAME} answered without resources`);
    }
    found.push(...answer.Resources);
    const cut = answer.NextToken !== undefined && (page === MOST_PAGES || answer.NextToken === NextToken);
    if (answer.NextToken === undefined || cut) {
      const whole = !cut && answer.Count?.Complete !== false;
      return { found, partial: whole ? [] : [`only the first ${found.length} resources were read`] };
    }
    NextToken = answer.NextToken;
  }
}
