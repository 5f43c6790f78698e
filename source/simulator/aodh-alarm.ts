import type { Account } from './fleet.ts';

export const states = ['ok', 'alarm', 'insufficient data'] as const;
export type AlarmState = (typeof states)[number];

export const comparisons = ['lt', 'le', 'eq', 'ne', 'ge', 'gt'] as const;

/** `gnocchi_resources_threshold`: a metric of one resource against a number. */
export type ThresholdRule = {
  readonly metric: string;
  readonly resource_id: string;
  /** Neither checked nor used: Aodh asks Gnocchi by the resource's id alone. */
  readonly resource_type: string;
  readonly comparison_operator: (typeof comparisons)[number];
  readonly threshold: number;
  readonly aggregation_method: string;
  readonly evaluation_periods: number;
  /** Seconds. */
  readonly granularity: number;
};

/** `event`: no event ever comes here; its state is set by hand. */
export type EventRule = { readonly event_type: string; readonly query: readonly Record<string, unknown>[] };

/** What a body defines of an alarm, in Aodh's words. */
export type Definition = {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly ok_actions: readonly string[];
  readonly alarm_actions: readonly string[];
  readonly insufficient_data_actions: readonly string[];
  readonly repeat_actions: boolean;
  readonly time_constraints: readonly never[];
  readonly severity: 'low' | 'moderate' | 'critical';
} & (
  | { readonly type: 'gnocchi_resources_threshold'; readonly rule: ThresholdRule }
  | { readonly type: 'event'; readonly rule: EventRule }
);

/** An alarm as Aodh's data base holds it. Times are epoch milliseconds. */
export type Alarm = {
  readonly id: string;
  definition: Definition;
  projectId: string;
  userId: string;
  /** When it was last defined. */
  definedAt: number;
  state: AlarmState;
  /** When the state was last set over the API: the evaluator does not touch it. */
  stateSetAt: number;
  stateReason: string;
  /** When it was last evaluated; null: it never will be again (see `AlarmStore.replace`). */
  evaluatedAt: number | null;
  /** On whose behalf `trust+http` actions are called. */
  trustor: Trustor | undefined;
  /** Newest first. */
  readonly history: Change[];
};

export type Trustor = { readonly user: Account; readonly project: Account };

export type Change = {
  readonly eventId: string;
  readonly type: 'creation' | 'rule change' | 'state transition';
  readonly detail: Record<string, unknown>;
  readonly at: number;
  /** Who did it; null: the evaluator. */
  readonly userId: string | null;
  readonly projectId: string | null;
  readonly onBehalfOf: string;
};

/** The actions of a state. */
export function actionsOf({ definition }: Alarm, state: AlarmState): readonly string[] {
  switch (state) {
    case 'ok':
      return definition.ok_actions;
    case 'alarm':
      return definition.alarm_actions;
    default:
      return definition.insufficient_data_actions;
  }
}
