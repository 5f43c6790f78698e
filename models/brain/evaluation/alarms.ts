import { median, type Prepared, type Rules, tally } from './events.ts';

/** Event by event, at a threshold. Without labels only alarms are counted, and per day of all time. */
export type EventFigures = {
  readonly threshold: number;
  readonly events: number;
  readonly detected: number;
  readonly recall: number | undefined;
  readonly medianDelay: number | undefined;
  readonly alarmEpisodes: number;
  readonly falseEpisodes: number | undefined;
  readonly precision: number | undefined;
  readonly f1: number | undefined;
  readonly falseAlarmsPerEntityDay: number | undefined;
  readonly alarmedEarly: number;
  readonly medianLead: number | undefined;
  /** Kind of fault ('-' where not named) → events found, of all. */
  readonly byFault: Readonly<Record<string, { readonly found: number; readonly all: number }>>;
};

/** What alarms at this threshold are worth. */
export function eventFigures(
  prepared: readonly Prepared[],
  threshold: number,
  rules: Rules,
  labelled: boolean,
): EventFigures {
  const { events, found, episodes, trueEpisodes, delays, leads, kinds, early, healthyDays, days } = tally(
    prepared,
    threshold,
    rules,
  );
  const falseEpisodes = episodes - trueEpisodes;
  const recall = events ? found / events : undefined;
  const precision = episodes ? trueEpisodes / episodes : undefined;
  return {
    threshold,
    events,
    detected: found,
    recall,
    medianDelay: median(delays),
    alarmEpisodes: episodes,
    falseEpisodes: labelled ? falseEpisodes : undefined,
    precision: labelled ? precision : undefined,
    f1: labelled ? (recall && precision ? (2 * recall * precision) / (recall + precision) : 0) : undefined,
    falseAlarmsPerEntityDay: labelled ? ratio(falseEpisodes, healthyDays) : ratio(episodes, days),
    alarmedEarly: early,
    medianLead: median(leads),
    byFault: Object.fromEntries(
      [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, its]) => [kind || '-', its]),
    ),
  };
}

function ratio(part: number, whole: number): number | undefined {
  return whole ? part / whole : undefined;
}
