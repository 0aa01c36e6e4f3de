import type { Resource } from '@aws-sdk/client-resource-explorer-2';
import { z } from 'zod';

const Tags = z.array(z.object({ Key: z.string(), Value: z.string() }));

/** The tags of a resource by key in lower case, as far as the view includes them. */
export function resourceTags({ Properties = [] }: Resource): ReadonlyMap<string, string> {
  const tags = Properties.flatMap(({ Name, Data }) => (Name === 'tags' ? (Tags.safeParse(Data).data ?? []) : []));
  return new Map(tags.map(({ Key, Value }) => [Key.toLowerCase(), Value] as const));
}
