import { faults } from '../../models/faults/index.ts';
import { novaSilence } from '../../models/unknown.ts';
import { alarmStory, alarmTitle } from '../alarm-lines.ts';
import { alarmRows, chosenOf, injectionUnder, targetOf } from '../alarm-rows.ts';
import { budgetWords, healingStory } from '../healing-lines.ts';
import { helpGroups } from '../help-lines.ts';
import { entryStory } from '../journal-lines.ts';
import { modelLines, scoreRows, versionRows } from '../model-lines.ts';
import { count, some } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { activeInjections, allIncidents, countWords, faultTitle, nameOf } from '../select.ts';
import { chosenLine, shownLines } from '../shell/reduce-journal.ts';
import type { Context, Screen, View } from '../shell/view.ts';
import { headLines } from '../vm-head.ts';
import { details, paneLines } from '../vm-lines.ts';
import { hostHealths } from '../wall-health.ts';
import { countersOf, eventLines, legend } from '../wall-lines.ts';
import { heard, heardStory, keyNamed, keyNamesOf, sentence } from './plain.ts';
import { alarmRow, entrySentence, incidentSentence, injectionSentence, vmSentence } from './rows.ts';

/** One moment of the console: what is looked at, and all that is known then. */
export type Scene = { readonly view: View; readonly context: Context };

/** A screen as it is read out. All are sentences. */
export type Place = {
  /** What there is, in short: told on coming here. */
  readonly title: (scene: Scene) => readonly string[];
  /** The row under the cursor: told whenever it is another one. */
  readonly row?: (scene: Scene) => Row | undefined;
  /** What can be read line by line. */
  readonly lines?: (scene: Scene) => readonly string[];
};

export type Row = { readonly id: string; readonly words: string };

/** Wide enough that nothing is cut or wrapped: that is the terminal's. */
const wide = 100_000;

export const places: Readonly<Record<Screen, Place>> = {
  fleet: {
    title: ({ view, context: { state } }) => [fleetTitle(view, state)],
    row: ({ view, context: { state } }) => {
      const id = view.selected ?? view.order[0];
      if (id === undefined) return undefined;
      const marked = view.marked.has(id) ? 'Marked: ' : '';
      return { id, words: `${marked}${vmSentence(id, state)} ${nth(view.order.indexOf(id), view.order.length)}` };
    },
  },
  vm: {
    title: ({ view, context: { state } }) => {
      const { opened } = view;
      const head = headLines(state, view, wide);
      if (opened === undefined || !state.vms.has(opened)) return head.map((pieces) => sentence(heard(pieces)));
      // Its first lines are who it is and the verdict.
      return [vmSentence(opened, state), ...head.slice(2).map(heardStory)];
    },
    lines: ({ view, context: { state, keys } }) => {
      const { opened, pane } = view;
      const vm = opened === undefined ? undefined : state.vms.get(opened);
      if (opened === undefined) return [];
      if (pane === 'details')
        return vm ? details(vm, state.at).map(([what, words]) => sentence(`${what}: ${words}`)) : [];
      return paneLines(state, view, opened, wide, keys).map((pieces) => sentence(heard(pieces)));
    },
  },
  alarms: {
    title: ({ context: { state } }) => [sentence(`Alarms: ${alarmTitle(state)}`)],
    row: ({ view, context: { state } }) => {
      const rows = alarmRows(state);
      const row = chosenOf(rows, view);
      return row && { id: row.id, words: `${alarmRow(row, state)} ${nth(rows.indexOf(row), rows.length)}` };
    },
    lines: ({ view, context: { state, keys } }) => {
      const row = chosenOf(alarmRows(state), view);
      return row ? alarmStory(row, state, wide, keys).map(heardStory) : [];
    },
  },
  healing: {
    title: ({ context: { state } }) => [sentence(`Healing: ${budgetWords(state)}`)],
    row: ({ view, context: { state } }) => {
      const all = allIncidents(state);
      const chosen = chosenOf(all, view);
      return (
        chosen && { id: chosen.id, words: `${incidentSentence(chosen, state)} ${nth(all.indexOf(chosen), all.length)}` }
      );
    },
    lines: ({ view, context: { state, keys } }) => {
      const chosen = chosenOf(allIncidents(state), view);
      return chosen ? healingStory(chosen, state, wide, keys).map(heardStory) : [];
    },
  },
  faults: {
    title: ({ view, context }) => [faultsTitle(view, context)],
    row: ({ view, context: { state } }) => {
      const active = activeInjections(state);
      const one = injectionUnder(view, state);
      return (
        one && { id: one.id, words: `${injectionSentence(one, state.at)} ${nth(active.indexOf(one), active.length)}` }
      );
    },
    lines: ({ context: { state } }) => [
      ...faults.map(({ title, words }) => sentence(`${title}: ${words}`)),
      ...state.injections.map((one) => injectionSentence(one, state.at)),
    ],
  },
  model: {
    title: () => ['Model.'],
    lines: ({ view: { models }, context: { state } }) => [
      ...modelLines(state, models, wide).map(heardStory),
      ...scoreRows(state.model.trainedOn.scores).map(({ score, value, meaning }) =>
        sentence(`${score} ${value}`, meaning),
      ),
      ...(models ? versionRows(models) : []).map(({ version, now, trained, precision, data }) =>
        sentence(
          `version ${version}`,
          now,
          trained && `trained ${trained}`,
          precision && `precision ${precision}`,
          data,
        ),
      ),
    ],
  },
  journal: {
    title: ({ view: { journal } }) => [
      sentence(
        `Journal: ${some(shownLines(journal).length, 'line')}`,
        journal.filter && `only those with ${clean(journal.filter)}`,
      ),
    ],
    row: ({ view: { journal } }) => {
      const entry = chosenLine(journal);
      // Whoever has not moved the cursor hears what is new as it comes.
      const id = journal.chosen ? `${journal.chosen.at} ${journal.chosen.words}` : 'newest';
      return entry && { id, words: entrySentence(entry) };
    },
    lines: ({ view: { journal } }) => {
      const entry = chosenLine(journal);
      return entry ? entryStory(entry, wide).map(heardStory) : [];
    },
  },
  help: {
    title: ({ view: { help }, context: { keys } }) => [
      sentence('Help', help.text && `only lines with ${clean(help.text)}`),
      ...helpLines(keys, help.text),
    ],
    lines: ({ view: { help }, context: { keys } }) => helpLines(keys, help.text),
  },
  wall: {
    title: ({ context: { state } }) => [
      sentence(...countersOf(state).map(counterWords)),
      sentence(heard(legend(hostHealths(state)))),
    ],
    lines: ({ context: { state } }) => eventLines(state, 20).map((pieces) => sentence(heard(pieces))),
  },
};

/** The place of the last of the open screen's lines. */
export const lastLine = (scene: Scene): number =>
  Math.max(0, (places[scene.view.screen].lines?.(scene).length ?? 1) - 1);

const counterWords = ({ head, big, note }: ReturnType<typeof countersOf>[number]) =>
  `${head.startsWith('MTT') ? head : head.toLowerCase()}: ${big === '–' ? note : `${big} ${note}`}`;

const nth = (index: number, of: number) => (index < 0 ? '' : `${count(index + 1)} of ${count(of)}.`);

function fleetTitle(view: View, state: Context['state']): string {
  const { filter, faultsOnly, order } = view;
  if (state.novaAt === undefined) return sentence('Fleet: the cloud has not answered yet');
  const only = [filter && `that pass ${clean(filter)}`, faultsOnly && 'that are in trouble'].filter(Boolean);
  const listed = only.length ? `${count(order.length)} of ` : '';
  const all = `Fleet: ${listed}${some(state.vms.size, 'VM')}${only.length ? ` ${only.join(' and ')}` : ''}`;
  return sentence(
    all,
    novaSilence(state),
    countWords(state)
      .replace(/ of [\d,]+ VMs?$/, '')
      .replace('?', 'not known how many are'),
  );
}

function faultsTitle(view: View, { state, canInject, keys }: Context): string {
  if (!canInject) return sentence('Faults: only the simulated cloud takes them');
  const target = state.readOnly ? undefined : targetOf(view, state);
  const where = target && `${keyNamed(keys, 'inject')} puts one into ${nameOf(state, target)}`;
  const active = activeInjections(state);
  const what = active.map(({ fault, vmName }) => `${faultTitle(fault)} in ${clean(vmName)}`).join(' and ');
  return sentence(`Faults: ${what || 'none is in'}`, where);
}

/** Each key as a sentence; signs are for the eye, and left out. */
function helpLines(keys: Context['keys'], text: string): string[] {
  const groups = helpGroups(keys, text).filter(([title]) => title !== 'Signs');
  const lines = groups.flatMap(([title, list]) => [
    sentence(`${title}:`),
    ...list.map(({ sign, meaning, danger, spec }) =>
      sentence(`${spec ? keyNamesOf(spec) : sign}: ${meaning}${danger ? '. It asks first' : ''}`),
    ),
  ]);
  return lines.length ? lines : [`Nothing here has "${clean(text)}" in it. ${keyNamed(keys, 'back')} shows all.`];
}
