import { expect, test } from 'vitest';
import type { State } from '../../../models/state.ts';
import { notAlone, readingTime, tooSoon } from '../../../screens/shell/asked.ts';
import type { Dialog } from '../../../screens/shell/dialog.ts';
import { intentOf } from '../../../screens/shell/intent-of.ts';
import { initialView } from '../../../screens/shell/view.ts';
import { guarded, withIncident } from '../care-fixture.ts';
import { consoleOf } from '../draw.tsx';
import { fleetOf, incidentOf, vmOf } from '../fixture.ts';

const auto = (state: State): State => ({ ...state, mode: 'auto' });
const sick = 'vm-0003';
const healing = (state: State): State => ({
  ...state,
  incidents: new Map([[sick, incidentOf(vmOf(sick), { phase: 'healing' })]]),
});
const quarantined = (state: State): State => ({
  ...state,
  quarantine: new Map([[sick, { vm: sick, vmName: sick, since: 0, words: 'two heals failed' }]]) as never,
});

/** Each dialog that there is: the state it stands in, the keys that open it, and those that make the yes ready. */
const dialogs: readonly (readonly [what: string, State, opens: string, ready: string, answer: string])[] = [
  ['heal', fleetOf(30), 'h', '', 'y'],
  ['heal, by its button', fleetOf(30), 'h', 'right', 'enter'],
  ['rebuild, with the name typed', withIncident({ plan: guarded() }), 'h', 'w e b tab', 'enter'],
  ['mode', fleetOf(30), 'm', 'up', 'enter'],
  ['action', { ...fleetOf(1), incidents: new Map() }, 'h', '', 'enter'],
  ['fault', fleetOf(30), 'i', '', 'enter'],
  ['take over', fleetOf(30), 'a', '', 'y'],
  ['put off', fleetOf(30), 'z', '', 'enter'],
  ['maintenance', fleetOf(30), 't', 'w h y', 'enter'],
  ['save', fleetOf(30), 'p', '', 'enter'],
  ['quit', healing(fleetOf(30)), 'q', '', 'y'],
  ['auto goes on', { ...auto(fleetOf(30)), halted: { at: 0, who: 'eve' } }, 'X', '', 'y'],
  ['release', quarantined(fleetOf(30)), 'r', '', 'y'],
];

test('why an answer is not taken can be read whole at 80 columns', () => {
  for (const words of [notAlone, tooSoon(initialView, 0)!]) expect(words.length).toBeLessThan(80);
});

test.each(dialogs)('%s: a yes counts when the dialog was drawn half a second ago', (_, state, opens, ready, answer) => {
  const { store, press, view, calls, wait } = consoleOf(state);
  press(opens);
  const opened = view().dialog;
  expect(opened).toBeDefined();
  for (const key of ready.split(' ').filter(Boolean)) {
    const intent = intentOf(key, view(), store.context());
    if (intent) store.dispatch(intent);
  }
  const asked = view().dialog as Dialog;
  const yes = () => store.dispatch(intentOf(answer, view(), store.context())!);
  const stands = () => {
    expect([view().dialog, view().notice, calls]).toEqual([asked, expect.stringContaining('half a second'), []]);
  };
  wait(3_600_000);
  yes();
  stands();
  store.dispatch({ type: 'drawn' });
  wait(readingTime - 1);
  yes();
  stands();
  store.dispatch({ type: 'hidden' });
  wait(readingTime);
  yes();
  stands();
  store.dispatch({ type: 'drawn' });
  wait(readingTime);
  yes();
  expect(view().dialog).not.toEqual(asked);
});

test('the second question of auto has to be read by itself', () => {
  const { store, press, view, calls, wait } = consoleOf(fleetOf(3));
  press('m', 'down', 'enter');
  expect(view().dialog).toMatchObject({ kind: 'ask' });
  wait(0);
  store.dispatch({ type: 'yes' });
  expect(calls).toEqual([]);
});
