import type { InsideAnswer } from '../inside.ts';
import { none, value } from './plain-kinds.ts';
import { server } from './server-kind.ts';
import type { Dict, Resource, Stack } from './stack.ts';
import { workflow } from './workflow-kind.ts';

/** Calls another service of this cloud for the stack's owner. Throws `Failed` for a refusal, in Heat's words. */
export type CallFor = (service: string, method: string, path: string, body?: unknown) => Promise<InsideAnswer>;

/** A resource, and what is needed to do something about it. */
export type Place = {
  readonly stack: Stack;
  readonly resource: Resource;
  /** The properties with all functions done. */
  readonly properties: Dict;
  readonly call: CallFor;
};

/** Work that yields the seconds that it waits, and comes to something. */
export type Steps<T> = AsyncGenerator<number, T, void>;

/** Such work, or work that does not wait. */
export type Doing<T> = Steps<T> | Promise<T>;

/** What Heat can do about a type of resource. What goes wrong is thrown as `Failed`. */
export type Kind = {
  /** Properties that it may have; undefined: any. */
  readonly properties: readonly string[] | undefined;
  readonly required: readonly string[];
  /** A refusal of the values, before anything is made. */
  validate?(properties: Dict, call: CallFor): Promise<{ readonly property: string; readonly why: string } | undefined>;
  /** Makes it; answers its id. */
  create(place: Place): Doing<string>;
  /** Makes it what the properties say; answers whether that went without a new one. */
  update(place: Place): Doing<boolean>;
  delete(place: Place): Doing<void>;
  /** Whether a mark of bad health asks for a new one. */
  readonly replacedWhenUnhealthy: boolean;
  /** Why it is not well; without, it cannot be checked. */
  check?(place: Place): Promise<string | undefined>;
  signal?(place: Place, body: unknown): Promise<void>;
  rest?(place: Place, how: 'suspend' | 'resume'): Steps<void>;
  /** What templates can ask for. */
  attributes(place: Place): Promise<Dict>;
  /** What is shown of it. */
  show(place: Place): Promise<Dict>;
};

export const kinds: Readonly<Record<string, Kind>> = {
  'OS::Nova::Server': server,
  'OS::Mistral::Workflow': workflow,
  'OS::Heat::None': none,
  'OS::Heat::Value': value,
};
