import { actionById } from './actions/index.ts';
import { lapseOf } from './claims.ts';
import { originOf, recordOf } from './entry.ts';
import type { Attempt, Incident } from './incident.ts';
import { putAttempt } from './incidents.ts';
import { nextNumber } from './routes.ts';
import type { State } from './state.ts';
import type { Step } from './step.ts';

/**
 * From here on the incident's planned action counts as under way; the audit has it before the cloud does, with
 * everything that is needed to go on after a crash.
 */
export function claim(state: State, incident: Incident, who: string, at: number): ReturnType<Step> {
  const { refusals: _, madeAt, action, ...way } = incident.plan!;
  const { title } = actionById(action);
  const attempt: Attempt = {
    ...way,
    action,
    number: nextNumber(incident),
    vm: incident.vm,
    host: state.vms.get(incident.vm)?.host ?? '',
    who,
    claimedAt: at,
    acceptedAt: undefined,
    requestId: undefined,
    doneAt: undefined,
    outcome: 'under way',
    words: 'sent',
  };
  const words = `${title} is sent${way.because ? ` (${way.because})` : ''}`;
  const healing: Incident = {
    ...incident,
    phase: 'healing',
    asked: undefined,
    attempts: [...incident.attempts, attempt],
    healthyInARow: 0,
    words,
  };
  const { number, host } = attempt;
  const data = {
    ...way,
    action,
    number,
    host,
    ...originOf(incident),
    until: lapseOf(action, at, state.settings),
    holder: state.holder,
  };
  const { before, call, undo } = way;
  const own = { incident: incident.id, requestId: undefined, userId: state.cloud?.userId, since: at };
  return [
    putAttempt(state, healing, at),
    [
      recordOf(healing, at, 'claimed', words, { who, data }),
      { type: 'act', incident: incident.id, vm: incident.vm, number, action, before, call, undo, own },
    ],
  ];
}
