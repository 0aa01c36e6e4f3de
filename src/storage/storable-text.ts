import { type KyselyPlugin, OperationNodeTransformer, type PrimitiveValueListNode, type ValueNode } from 'kysely';

/**
 * The nearest text that PostgreSQL can hold: NUL and halves of surrogate pairs become U+FFFD. The same text always gives
 * the same result, so that a key written with it is also found with it; documents keep the original.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed();
}

const storable = (value: unknown) => (typeof value === 'string' ? storableText(value) : value);

class StorableValues extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return { ...super.transformValue(node), value: storable(node.value) };
  }
  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    return { ...super.transformPrimitiveValueList(node), values: node.values.map(storable) };
  }
}

const transformer = new StorableValues();

/** Makes every string parameter of a query storable, at the one place where all of them pass. */
export const storableTextPlugin: KyselyPlugin = {
  transformQuery: ({ node }) => transformer.transformNode(node),
  transformResult: async ({ result }) => result,
};
