import type { Token } from '../tokens.ts';
import type { Definition, Template } from './template.ts';

export type Dict = Record<string, unknown>;
export type StackAction = 'CREATE' | 'UPDATE' | 'DELETE' | 'CHECK' | 'SUSPEND' | 'RESUME';
export type Status = 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';

export type Stack = {
  readonly id: string;
  readonly name: string;
  readonly owner: Pick<Token, 'user'> & { readonly project: NonNullable<Token['project']> };
  /** The address by which its owner knows this cloud. */
  readonly origin: string;
  template: Template;
  /** Values of the parameters, defaults included. */
  parameters: Dict;
  readonly resources: Map<string, Resource>;
  /** Oldest first. */
  readonly events: Event[];
  action: StackAction;
  status: Status;
  reason: string;
  tags: readonly string[];
  timeout: number | null;
  readonly rollback: boolean;
  readonly createdAt: number;
  updatedAt: number | undefined;
  deletedAt: number | undefined;
  /** An operation is at work; others wait for its end. */
  busy: boolean;
};

export type Resource = {
  readonly name: string;
  definition: Definition;
  /** The id in its own service, '' before there is one. */
  physicalId: string;
  /** The name for things that have none. */
  readonly physicalName: string;
  action: StackAction | 'INIT';
  status: Status;
  reason: string;
  /** The properties that it was last made with. */
  properties: Dict;
  /** As they were when it was last made: what outputs and other resources see. */
  attributes: Dict;
  /** Executions that signals started, the newest first. */
  executions: readonly string[];
  createdAt: number;
  updatedAt: number;
};

export type Event = {
  readonly id: string;
  readonly at: number;
  readonly resource: string;
  readonly physicalId: string;
  readonly status: string;
  readonly reason: string;
};

export function statusOf({ action, status }: Pick<Stack | Resource, 'action' | 'status'>): string {
  return `${action}_${status}`;
}
