import { actions } from '../../models/actions/index.ts';
import { faults } from '../../models/faults/index.ts';
import { isAnswer, tooSoon, typedAt } from './asked.ts';
import { askAuto, type Dialog, faultTimes, injectCommand, isTyped, modes, obstacle } from './dialog.ts';
import { reduceSave } from './dialog-save.ts';
import { clamp, edited } from './edit.ts';
import { keyOf } from './key-spec.ts';
import type { Step } from './reduce.ts';
import { reduceCare } from './reduce-care.ts';
import type { Command, Context, Intent, View } from './view.ts';

/** A key while a dialog is open. Keys that mean nothing there do nothing: no list moves behind it. */
export function reduceDialog(view: View, dialog: Dialog, intent: Intent, context: Context): Step {
  const closed: View = { ...view, dialog: undefined };
  const done = (command: Command): Step => ({ view: closed, command });
  const cancelled = (): Step =>
    dialog.kind === 'ask' && dialog.about && context.state.incidents.get(dialog.about.vm)?.asked
      ? done({ type: 'withdraw', incident: dialog.about.incident })
      : { view: closed };
  if (intent.type === 'back') return cancelled();
  if (intent.type === 'stray') return { view: typedAt(view, context.now) };
  const notice = isAnswer(intent) ? tooSoon(view, context.now) : undefined;
  if (notice !== undefined) return { view: { ...view, notice } };
  switch (dialog.kind) {
    case 'snooze':
    case 'maintenance':
      return reduceCare(view, dialog, intent, context);
    case 'save':
      return reduceSave(view, dialog, intent);
    case 'ask': {
      const text = edited(dialog.typed, intent);
      if (dialog.wants !== undefined && text !== undefined)
        return { view: { ...view, dialog: { ...dialog, typed: text } } };
      if (intent.type === 'side' || intent.type === 'pane') {
        return { view: { ...view, dialog: { ...dialog, choice: dialog.choice === 'yes' ? 'cancel' : 'yes' } } };
      }
      const wanted = intent.type === 'yes' || (intent.type === 'enter' && dialog.choice === 'yes');
      if (!wanted) return intent.type === 'enter' ? cancelled() : { view };
      if (obstacle(context.state, dialog)) return { view };
      if (!isTyped(dialog)) return { view: { ...view, notice: 'The name is not typed yet as it stands there.' } };
      const next = view.screen === 'healing' ? '' : `; ${keyOf(context.keys, 'healing')} follows it`;
      const notice = dialog.about && `Confirmed: ${dialog.title.replace('?', '')}${next}.`;
      const { command, wants } = dialog;
      const typed = command.type === 'confirm' && wants !== undefined;
      return { view: { ...closed, notice }, command: typed ? { ...command, typed: wants } : command };
    }
    case 'mode': {
      if (intent.type === 'move') {
        return { view: { ...view, dialog: { ...dialog, index: clamp(dialog.index + intent.by, modes.length) } } };
      }
      if (intent.type !== 'enter') return { view };
      const mode = modes[dialog.index]![0];
      if (mode === context.state.mode) return { view: closed };
      return mode === 'auto' ? { view: { ...view, dialog: askAuto() } } : done({ type: 'set-mode', mode });
    }
    case 'action': {
      if (intent.type === 'move') {
        return { view: { ...view, dialog: { ...dialog, index: clamp(dialog.index + intent.by, actions.length) } } };
      }
      if (intent.type !== 'enter') return { view };
      const { vm, vmName } = dialog;
      const asked: View = { ...closed, awaited: vm, notice: `Making a plan for ${vmName} …` };
      return { view: asked, command: { type: 'ask-heal', vm, action: actions[dialog.index]!.id } };
    }
    case 'fault': {
      if (intent.type === 'move') {
        return { view: { ...view, dialog: { ...dialog, fault: clamp(dialog.fault + intent.by, faults.length) } } };
      }
      if (intent.type === 'side') {
        return { view: { ...view, dialog: { ...dialog, time: clamp(dialog.time + intent.by, faultTimes.length) } } };
      }
      if (intent.type !== 'enter') return { view };
      if (context.state.vms.has(dialog.vm)) return done(injectCommand(dialog));
      return { view: { ...closed, notice: `${dialog.vmName} is gone: nothing was injected.` } };
    }
  }
}
