import type { Incident } from '../../models/incident.ts';
import type { State } from '../../models/state.ts';
import { alarmRows, chosenOf, injectionUnder, targetOf } from '../alarm-rows.ts';
import { clean } from '../parts/text.ts';
import { allIncidents } from '../select.ts';
import type { View } from './view.ts';

/** A text for the clipboard, and what it is. What is pasted may be a command line: nothing of others ends it. */
export type Copyable = { readonly text: string; readonly words: string };

/** What the copy key takes from the open screen; undefined where there is nothing. */
export function copyable(view: View, state: State): Copyable | undefined {
  const { screen, pane, json } = view;
  if (screen === 'vm' && pane === 'json' && json?.text !== undefined)
    return { text: json.text, words: `all ${json.text.split('\n').length} lines of the JSON` };
  if (screen === 'alarms' || screen === 'healing') {
    const found = under(view, state);
    if (found && 'host' in found) return line('the name of the host', found.host);
    // Of its newest action.
    const request = found?.attempts.findLast(({ requestId }) => requestId)?.requestId;
    if (request) return line('the request id', request);
  }
  const id = screen === 'faults' ? injectionUnder(view, state)?.vm : targetOf(view, state);
  return id === undefined ? undefined : line('the VM id', id);
}

function line(what: string, told: string): Copyable {
  const text = clean(told);
  return { text, words: `${what} ${text}` };
}

/** The incident under the cursor, or the host that fails as a whole. */
function under(view: View, state: State): Pick<Incident, 'attempts'> | { readonly host: string } | undefined {
  if (view.screen === 'healing') return chosenOf(allIncidents(state), view);
  const row = chosenOf(alarmRows(state), view);
  return row && 'host' in row ? row.host : row?.incident;
}
