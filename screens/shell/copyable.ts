import type { State } from '../../models/state.ts';
import { alarmRows, chosenOf, injectionUnder, targetOf } from '../alarm-rows.ts';
import { clean } from '../parts/text.ts';
import { allIncidents } from '../select.ts';
import type { View } from './view.ts';

/** A text for the clipboard, and what it is. */
export type Copyable = { readonly text: string; readonly words: string };

/** What the copy key takes from the open screen; undefined where there is nothing. */
export function copyable(view: View, state: State): Copyable | undefined {
  const { screen, pane, json } = view;
  if (screen === 'vm' && pane === 'json' && json?.text !== undefined)
    return { text: json.text, words: `all ${json.text.split('\n').length} lines of the JSON` };
  if (screen === 'alarms' || screen === 'healing') {
    const request = requestUnder(view, state);
    if (request) return { text: request, words: `the request id ${clean(request)}` };
  }
  const id = screen === 'faults' ? injectionUnder(view, state)?.vm : targetOf(view, state);
  return id === undefined ? undefined : { text: id, words: `the VM id ${clean(id)}` };
}

/** The request id of the newest action of the incident under the cursor. */
function requestUnder(view: View, state: State): string | undefined {
  const incident =
    view.screen === 'healing'
      ? chosenOf(allIncidents(state), view)
      : chosenOf(
          alarmRows(state).flatMap((row) => ('incident' in row ? row.incident : [])),
          view,
        );
  return incident?.attempts.findLast(({ requestId }) => requestId)?.requestId;
}
