import type { EventFigures } from './alarms.ts';
import type { Evaluation } from './index.ts';

/** An evaluation in the words and the shape of the data's own protocol, `score.py --json`; null where there is no figure. */
export function inWordsOfProtocol(evaluation: Evaluation, horizon: number): Record<string, unknown> {
  const { point, ahead, event, eventAtOwnBudget } = evaluation;
  return {
    entities: evaluation.entities,
    rows_labelled: evaluation.rowsLabelled,
    scores_missing: evaluation.scoresMissing,
    threshold: evaluation.threshold ?? null,
    ...(point && { point: snake(point) }),
    ...(ahead && { ahead: { horizon_s: horizon, ...snake(ahead) } }),
    ...(event && { event: eventBlock(event) }),
    ...(eventAtOwnBudget && { event_at_own_budget: eventBlock(eventAtOwnBudget) }),
  };
}

function eventBlock({ byFault, medianDelay, medianLead, ...figures }: EventFigures): Record<string, unknown> {
  const kinds = Object.entries(byFault).map(([kind, { found, all }]) => [kind, `${found}/${all}`]);
  return {
    ...snake(figures),
    median_delay_s: medianDelay ?? null,
    median_lead_s: medianLead ?? null,
    by_fault: Object.fromEntries(kinds),
  };
}

/** prAucEntityMean → pr_auc_entity_mean; what is undefined or infinite becomes null. */
function snake(figures: Readonly<Record<string, number | undefined>>): Record<string, number | null> {
  const named = Object.entries(figures).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    Number.isFinite(value) ? value! : null,
  ]);
  return Object.fromEntries(named);
}
