import { actions } from '../../models/actions/index.ts';
import { faults } from '../../models/faults/index.ts';
import { clean } from '../parts/text.ts';
import { type Dialog, faultTimes, isTyped, modes, obstacle, timeWords } from '../shell/dialog.ts';
import { maintenanceTimes } from '../shell/dialog-care.ts';
import { formats, places } from '../shell/dialog-save.ts';
import { answerHints } from '../shell/footer.tsx';
import type { Context } from '../shell/view.ts';
import type { Scene } from './places.ts';
import { keyName, sentence } from './plain.ts';

/** An open dialog, whole: the question, its facts, what is chosen, and the keys that answer it. */
export function dialogSentences(dialog: Dialog, scene: Scene): string[] {
  return [
    ...asked(dialog).map((one) => sentence(one)),
    ...chosen(dialog, scene.context),
    sentence(`Keys: ${(answerHints(scene.view) ?? []).map(([key, words]) => `${hinted(key)}: ${words}`).join('; ')}`),
  ].filter(Boolean);
}

/** What a dialog stands at: those of its sentences that keys, or the state, change. */
export function chosen(dialog: Dialog, { state }: Context): string[] {
  switch (dialog.kind) {
    case 'ask': {
      const { wants, typed, choice, yes } = dialog;
      const barred = obstacle(state, dialog);
      const isThere = isTyped(dialog);
      const name = isThere ? 'that is the name; tab goes to the button' : `typed so far: ${clean(typed) || 'nothing'}`;
      return [
        barred ? sentence(barred) : '',
        wants === undefined || barred ? '' : sentence(name),
        sentence(choice === 'yes' && isThere && !barred ? `Yes is chosen: ${yes}` : 'Cancel is chosen'),
      ];
    }
    case 'mode':
      return [option(modes, dialog.index, ([mode, words]) => `${mode}, ${words}${mode === state.mode ? ', now' : ''}`)];
    case 'action': {
      const vm = state.vms.get(dialog.vm);
      return [
        option(actions, dialog.index, (one) => `${one.title}: ${(vm && one.refuses(vm)) ?? `costs: ${one.costs}`}`),
      ];
    }
    case 'fault':
      return [
        option(faults, dialog.fault, ({ title, words }) => `${title}: ${words}`),
        sentence(`for ${timeWords(faultTimes[dialog.time]!)}`),
      ];
    case 'snooze':
      return [option(dialog.times, dialog.index, (seconds) => (seconds ? `for ${timeWords(seconds)}` : 'no longer'))];
    case 'maintenance': {
      const seconds = maintenanceTimes[dialog.time];
      return [
        option(dialog.subjects, dialog.index, ({ words }) => words),
        sentence(`Reason: ${clean(dialog.reason) || 'none yet'}`),
        sentence(seconds === undefined ? 'until somebody ends it' : `for ${timeWords(seconds)}`),
      ];
    }
    case 'save':
      return [
        option(formats, dialog.format, ([end, words]) => `${end}: ${words}`),
        sentence(`into ${places[dialog.place]![1]}`),
      ];
  }
}

function option<One>(list: readonly One[], index: number, words: (one: One) => string): string {
  return `${sentence(words(list[index]!))}${list.length > 1 ? ` ${index + 1} of ${list.length}.` : ''}`;
}

function asked(dialog: Dialog): string[] {
  switch (dialog.kind) {
    case 'ask': {
      const { title, facts, wants } = dialog;
      const typing = wants === undefined ? [] : [`It destroys. Type the name ${clean(wants)} to allow it`];
      return [
        `Question: ${title}`,
        ...facts.map(([label, words]) => (label ? `${label}: ${words}` : words)),
        ...typing,
      ];
    }
    case 'mode':
      return ['Which mode?'];
    case 'action':
      return [`Heal ${dialog.vmName} by hand: it has no plan of its own. By which action?`];
    case 'fault':
      return [`Which fault into ${dialog.vmName}?`];
    case 'snooze':
      return [`Put ${dialog.vmName} off for how long? Nothing is done for it by itself until then`];
    case 'maintenance':
      return ['Maintenance of what, why, for how long? Nobody heals it meanwhile, not even with a yes'];
    case 'save':
      return ['Save this screen as what?'];
  }
}

/** A hint's keys as they are called. */
export function hinted(key: string): string {
  const arrows: Readonly<Record<string, string>> = { '↑↓': 'up or down', '←→': 'left or right' };
  return arrows[key] ?? keyName(key.length > 1 ? key.toLowerCase() : key);
}
