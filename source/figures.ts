import { type Evaluation, type EventFigures, usualRules } from '../models/brain/evaluation/index.ts';
import { inWordsOfProtocol } from '../models/brain/evaluation/protocol.ts';
import { padded } from './print.ts';

/** An evaluation for programs. */
export function figuresJson(evaluation: Evaluation): Record<string, unknown> {
  return inWordsOfProtocol(evaluation, usualRules.horizon);
}

/** An evaluation as lines for people: names and figures in two columns, a dash where the data give none. `by`: whose scores. */
export function figureLines(evaluation: Evaluation, by: string): string[] {
  const { point, ahead, event, eventAtOwnBudget } = evaluation;
  const rows: (readonly [string, string])[] = [
    ['judged by', by],
    ['entities', String(evaluation.entities)],
    [
      'labelled rows',
      evaluation.rowsLabelled
        ? `${evaluation.rowsLabelled}, ${evaluation.scoresMissing} of them without a score`
        : 'none: only alarms can be counted',
    ],
  ];
  if (point) {
    rows.push(
      ['base rate', figure(point.baseRate)],
      ['PR-AUC', `${figure(point.prAuc)} pooled, ${figure(point.prAucEntityMean)} mean per entity`],
      ['ROC-AUC', figure(point.rocAuc)],
      ['Brier', `${figure(point.brier)}, always the base rate: ${figure(point.baseRate * (1 - point.baseRate))}`],
      ['ECE', figure(point.ece)],
    );
  }
  if (ahead) rows.push(['PR-AUC ahead', `${figure(ahead.prAuc)}, base rate ${figure(ahead.baseRate)}`]);
  if (point?.f1 !== undefined) {
    rows.push(
      ['precision, recall, F1', [point.precision, point.recall, point.f1].map(figure).join(', ')],
      ['healthy time alarmed', figure(point.healthyTimeAlarmed)],
    );
  }
  if (event) rows.push(...eventRows('at threshold', event), ...kindRows(event));
  if (eventAtOwnBudget) rows.push(...eventRows('at ≤ 1 false alarm a day, chosen on these labels', eventAtOwnBudget));
  const width = Math.max(...rows.map(([name]) => name.length).filter((length) => length < 30));
  return rows.map(([name, value]) => `${padded(name, width)}  ${value}`.trimEnd());
}

function eventRows(title: string, event: EventFigures): (readonly [string, string])[] {
  const head = [`${title} ${figure(event.threshold)}`, ''] as const;
  if (event.falseEpisodes === undefined) {
    const rate = figure(event.falseAlarmsPerEntityDay);
    return [head, ['  alarms', String(event.alarmEpisodes)], ['  alarms per entity-day', rate]];
  }
  return [
    head,
    ['  events found', `${event.detected} of ${event.events}`],
    ['  median delay', event.medianDelay === undefined ? '–' : `${event.medianDelay} s`],
    ['  alarms', `${event.alarmEpisodes}, ${event.falseEpisodes} false`],
    ['  false per entity-day', figure(event.falseAlarmsPerEntityDay)],
    ['  precision, F1', [event.precision, event.f1].map(figure).join(', ')],
    ['  alarmed early', `${event.alarmedEarly}${event.medianLead === undefined ? '' : `, by ${event.medianLead} s`}`],
  ];
}

function kindRows({ byFault }: EventFigures): (readonly [string, string])[] {
  return Object.entries(byFault).map(([kind, { found, all }]) => [`  ${kind}`, `${found} of ${all}`]);
}

function figure(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(4);
}
