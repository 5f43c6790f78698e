import type { Kind } from './kinds.ts';
import type { Dict } from './stack.ts';

const plain = {
  required: [],
  replacedWhenUnhealthy: true,
  create: async ({ resource }) => resource.physicalName,
  update: async () => true,
  delete: async () => {},
  check: async () => undefined,
} as const satisfies Partial<Kind>;

/** `OS::Heat::None`: takes anything and is nothing. */
export const none: Kind = { ...plain, properties: undefined, attributes: async () => ({}), show: async () => ({}) };

const asked = async ({ properties }: { readonly properties: Dict }) => ({ value: properties.value ?? null });

/** `OS::Heat::Value`: hands on a value. */
export const value: Kind = {
  ...plain,
  properties: ['type', 'value'],
  required: ['value'],
  attributes: asked,
  show: asked,
};
