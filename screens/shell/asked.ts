import type { Dialog } from './dialog.ts';
import type { Intent, View } from './view.ts';

/** Milliseconds that a question has to stand on the screen, untouched, before a yes to it counts. */
export const readingTime = 500;

/** Said of a yes that came with other keys. */
export const notAlone = 'That came together with other keys, and answers nothing: press it alone.';

/** Whether a key would answer the open dialog with anything but no. */
export const isAnswer = ({ type }: Intent): boolean => type === 'yes' || type === 'enter';

/** Why a yes to the open dialog does not count yet, or undefined. */
export function tooSoon({ standsSince }: View, now: number): string | undefined {
  if (standsSince !== undefined && now - standsSince >= readingTime) return undefined;
  return 'Too soon: an answer counts once the question has stood for half a second.';
}

/** A question that was not there before stands from when it has been drawn. */
export function unread(before: View, after: View): View {
  if (after.standsSince === undefined || isSame(before.dialog, after.dialog)) return after;
  return { ...after, standsSince: undefined };
}

/** The dialog is on the screen by now. */
export const drawn = (view: View, now: number): View =>
  view.dialog && view.standsSince === undefined ? { ...view, standsSince: now } : view;

/** Somebody types who has not seen that a question stands there: it has to stand anew. */
export const typedAt = (view: View, now: number): View =>
  view.standsSince === undefined ? view : { ...view, standsSince: now };

/** Whether it is one question, whatever is chosen or typed in it. */
function isSame(a: Dialog | undefined, b: Dialog | undefined): boolean {
  if (a === b) return true;
  if (a?.kind === 'ask' && b?.kind === 'ask') return a.title === b.title && a.command === b.command;
  return a?.kind === b?.kind;
}
