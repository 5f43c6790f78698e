import { clockTime, count, dayTime } from '../parts/format.ts';
import { clean } from '../parts/text.ts';
import { countWords } from '../select.ts';
import { hintWords, usableKeys } from '../shell/footer.tsx';
import { headerPieces } from '../shell/header.tsx';
import type { Moment } from '../shell/moment.ts';
import { isTyping, type View } from '../shell/view.ts';
import { changes, inputSentence, paletteSentences } from './changes.ts';
import { chosen, dialogSentences } from './dialog-words.ts';
import { news, standing } from './news.ts';
import { places, type Scene } from './places.ts';
import { heard, keyName, keyNamed, keysNamed, sentence } from './plain.ts';

/** Of a screen that is read whole, so many lines. */
const mostLines = 60;

/**
 * What to say, as sentences: the answer to a key first, then what has happened meanwhile. Nothing where nothing
 * matters: numbers that change are read when they are asked for.
 */
export function tell(before: Scene | undefined, after: Scene): string[] {
  if (!before) return [...greeting(after), ...here(after)];
  const { view, context } = after;
  const isFirst = before.context.state.novaAt === undefined && context.state.novaAt !== undefined;
  if (isFirst) return [...news(before.context.state, context.state), ...here(after)];
  return [
    ...(before.view.moment === view.moment ? [] : momentSentences(before.view.moment, after)),
    ...(view.read === before.view.read ? answer(before, after) : whole(after)),
    ...(view.notice && view.notice !== before.view.notice ? [sentence(clean(view.notice))] : []),
    ...(isOn(before, after) ? news(before.context.state, context.state, (vm) => nextFor(vm, after)) : []),
  ].filter(Boolean);
}

function greeting({ view, context: { state, keys } }: Scene): string[] {
  const { cloud, moment, trouble } = headerPieces(state, view, keys, keysNamed);
  return [
    sentence(state.cloud && 'cloud-medic', heard(cloud)),
    sentence(standing(state)),
    sentence(heard([...moment, trouble])),
    sentence(`${keyNamed(keys, 'help')} tells the keys, ${keyNamed(keys, 'read')} reads the whole screen`),
  ].filter(Boolean);
}

/** Where one is, and the row or line under the cursor. */
function here(scene: Scene): string[] {
  const { title, row } = places[scene.view.screen];
  return [
    ...title(scene),
    row ? (row(scene)?.words ?? '') : scene.view.screen === 'help' ? '' : lineUnder(scene),
  ].filter(Boolean);
}

const lineUnder = (scene: Scene) => places[scene.view.screen].lines?.(scene)[scene.view.scroll] ?? '';

/** What a key has changed. */
function answer(before: Scene, after: Scene): string[] {
  const { view } = after;
  const { dialog, palette } = view;
  if (dialog) return dialogAnswer(before, after);
  if (palette) return palette === before.view.palette ? [] : paletteSentences(palette, before.view.palette);
  if (isTyping(view)) return [inputSentence(after, before) ?? ''];
  const isElsewhere = view.screen !== before.view.screen || view.opened !== before.view.opened;
  const wasTyped = isTyping(before.view) && !before.view.palette;
  if (isElsewhere || wasTyped) return here(after);
  const closed = (before.view.dialog || before.view.palette) && !view.notice ? ['Closed.'] : [];
  return [...closed, ...changes(before, after), ...moved(before, after)];
}

/** A dialog that has just opened whole; of one that was open, what is another thing now. */
function dialogAnswer({ view, context }: Scene, after: Scene): string[] {
  const dialog = after.view.dialog!;
  const old = view.dialog;
  if (old?.kind !== dialog.kind || (old.kind === 'ask' && dialog.kind === 'ask' && old.title !== dialog.title))
    return dialogSentences(dialog, after);
  const known = chosen(old, context);
  return chosen(dialog, after.context).filter((words, place) => words !== known[place]);
}

/** The row under the cursor where it is another one; the lines that were passed. */
function moved(before: Scene, after: Scene): string[] {
  const { row, lines } = places[after.view.screen];
  const now = row?.(after);
  if (now && now.id !== row?.(before)?.id) return [now.words];
  const { scroll } = after.view;
  const from = before.view.scroll;
  if (!lines || scroll === from || isOther(before.view, after.view)) return [];
  const passed = lines(after).slice(scroll > from ? from + 1 : scroll, scroll > from ? scroll + 1 : from);
  return passed.length > 20 ? [lineUnder(after)] : passed;
}

/** Whether what is scrolled through is another text. */
const isOther = (a: View, b: View) => a.pane !== b.pane || a.log !== b.log || a.json !== b.json;

/** The whole screen: the header, all that is on it, the keys that do something. */
function whole(scene: Scene): string[] {
  const { view, context } = scene;
  if (view.dialog) return dialogSentences(view.dialog, scene);
  const { cloud, ages, health, moment, trouble } = headerPieces(context.state, view, context.keys, keysNamed);
  const lines = places[view.screen].lines?.(scene) ?? [];
  const left = lines.length - mostLines;
  const keys = usableKeys(view, context).map((spec) => `${keyName(spec.keys[0]!)} ${hintWords(spec, context, view)}`);
  return [
    sentence(heard(cloud), standing(context.state)),
    sentence(heard(ages), heard(health)),
    sentence(heard([...moment, trouble])),
    ...places[view.screen].title(scene),
    places[view.screen].row?.(scene)?.words ?? '',
    ...(view.screen === 'help' ? [] : lines.slice(0, mostLines)),
    left > 0 ? sentence(`${count(left)} more lines: down reads on`) : '',
    sentence(`Keys: ${keys.join('; ')}`),
  ].filter(Boolean);
}

/** Which moment is shown. */
function momentSentences(old: Moment | undefined, scene: Scene): string[] {
  const { view, context } = scene;
  const { moment } = view;
  const { state } = context;
  const health = countWords(state);
  const row = places[view.screen].row?.(scene)?.words ?? (view.screen === 'vm' ? places.vm.title(scene)[0]! : '');
  if (!moment) return [sentence(`Now again, ${whenWords(state.at, context.live.at)}: ${health}`), row];
  if (old && moment.playing !== old.playing)
    return [moment.playing ? `Plays ${moment.speed} times as fast.` : 'Paused.'];
  if (old && moment.speed !== old.speed) return [`${moment.speed} times as fast.`];
  // Played on, its news are told; what else is counted is no other moment.
  if (moment.at === old?.at || moment.playing) return [];
  return [sentence(`${moment.kind.toUpperCase()}, ${whenWords(moment.at, context.live.at)}: ${health}`), row];
}

/** The time of day, with the day where that is another one. */
const whenWords = (at: number, now: number) => (Math.abs(now - at) < 12 * 3_600_000 ? clockTime(at) : dayTime(at));

/** Whether the two states follow each other: now and a moment later, or in a recording that is played. */
const isOn = ({ view: { moment: old } }: Scene, { view: { moment } }: Scene) =>
  (!old && !moment) || (moment?.playing === true && old?.kind === 'replay' && moment.at > old.at);

function nextFor(vm: string, { view, context: { keys, live } }: Scene): string {
  if (view.moment || live.readOnly) return '';
  if (view.screen === 'fleet' && (view.selected ?? view.order[0]) === vm)
    return `Press ${keyNamed(keys, 'heal')} to heal.`;
  return `Press ${keyNamed(keys, 'alarms')} for the alarms.`;
}
