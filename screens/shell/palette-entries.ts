import type { State } from '../../models/state.ts';
import { clean } from '../parts/text.ts';
import { modes } from './dialog.ts';
import { type KeySpec, keyWords, obstacleTo } from './key-spec.ts';
import { settingSpecs, valueWords } from './own-settings.ts';
import { savedWords, unfitName } from './saved-views.ts';
import type { Context, Intent, View } from './view.ts';

/** A line of the palette: what is searched, what it says, and what Enter does. */
export type Entry = {
  readonly title: string;
  readonly words: string;
  /** The key that does the same. */
  readonly key?: string;
  readonly asks?: boolean;
  /** Why it does nothing now. */
  readonly why?: string | undefined;
  readonly does: Intent | Pressed;
};

/** As if the key of this record were pressed. */
export type Pressed = { readonly type: 'press'; readonly name: string; readonly key: string };

/** All that the palette knows but the VMs: what this screen can do now comes first. */
export function entriesOf(view: View, context: Context): Entry[] {
  const commands = commandEntries(view, context);
  return [
    ...commands.filter(({ why }) => !why),
    ...viewEntries(context),
    ...modeEntries(view, context),
    ...settingEntries(context),
    ...hostEntries(context.state),
    ...commands.filter(({ why }) => why),
  ];
}

/** Keys that only move about are no commands. */
const moving = ['move', 'page', 'jump', 'palette'];

function commandEntries(view: View, context: Context): Entry[] {
  return context.keys
    .filter(({ name }) => !moving.includes(name))
    .flatMap((spec) =>
      meanings(spec).map((key) => ({
        title: spec.name,
        words: spec.words,
        key: keyWords(key),
        asks: spec.danger === true,
        why: obstacleTo(spec, view, context),
        does: { type: 'press', name: spec.name, key } as const,
      })),
    );
}

/** One key for each thing that the record's keys do. */
function meanings({ keys, intent }: KeySpec): string[] {
  const known = new Map<string, string>();
  for (const key of keys) if (!known.has(JSON.stringify(intent(key)))) known.set(JSON.stringify(intent(key)), key);
  return [...known.values()];
}

function viewEntries({ settings: { views } }: Context): Entry[] {
  return Object.entries(views).flatMap(([name, saved]): Entry[] => [
    { title: clean(`view ${name}`), words: clean(savedWords(saved)), does: { type: 'view', name } },
    { title: clean(`forget view ${name}`), words: 'take it out of the settings', does: { type: 'forget-view', name } },
  ]);
}

function modeEntries(view: View, context: Context): Entry[] {
  const spec = context.keys.find(({ name }) => name === 'mode');
  const why = spec && obstacleTo(spec, view, context);
  return modes.map(([mode, words]) => ({
    title: `mode ${mode}`,
    words: `${words}${mode === context.state.mode ? ' (now)' : ''}`,
    asks: true,
    why,
    does: { type: 'pick-mode', mode },
  }));
}

function settingEntries({ state, settings }: Context): Entry[] {
  const own = settingSpecs.flatMap((spec) => {
    const now = spec.now(state, settings);
    return spec.values.map(
      (value): Entry => ({
        title: `set ${spec.name} ${valueWords(value)}`,
        words: `${spec.words}; now ${valueWords(now)}`,
        does: { type: 'set', name: spec.name, value },
      }),
    );
  });
  const others = Object.entries(state.settings).filter(([name]) => settingSpecs.every((spec) => spec.name !== name));
  return [
    ...own,
    ...others.map(([name, value]): Entry => {
      const now = typeof value === 'object' ? JSON.stringify(value) : valueWords(value);
      const why = `${name} is ${now}. It is changed in ${settings.file}, and holds from the next start.`;
      return { title: `setting ${name}`, words: `now ${now}`, why, does: { type: 'say', words: why } };
    }),
  ];
}

function hostEntries({ vms }: State): Entry[] {
  const hosts = new Map<string, number>();
  for (const { host } of vms.values()) if (host) hosts.set(host, (hosts.get(host) ?? 0) + 1);
  return [...hosts].map(([host, count]) => ({
    title: clean(`host ${host}`),
    words: `the fleet, only the ${count} VMs on it`,
    does: { type: 'only-host', host },
  }));
}

const vmLists = new WeakMap<State['vms'], readonly (Entry & { readonly does: { readonly vm: string } })[]>();

/** All VMs; made once for each list of them. */
export function vmEntries({ vms }: State) {
  let list = vmLists.get(vms);
  if (!list) {
    list = [...vms.values()].map(({ id, name, host, status }) => ({
      title: clean(name || id),
      words: clean(`VM on ${host || 'an unknown host'}, ${status}`),
      does: { type: 'open-vm', vm: id } as const,
    }));
    vmLists.set(vms, list);
  }
  return list;
}

/** What is typed with a value of its own: "save view NAME", "set interval 7". */
export function typedEntries(text: string, { settings: { views } }: Context): Entry[] {
  const saving = /^save view ?(.*)$/i.exec(text.trimStart());
  if (saving) {
    const name = saving[1]!.trim();
    const why = name ? unfitName(name) : 'A name is wanted behind it.';
    const words = `this screen, and how the fleet is listed${Object.hasOwn(views, name) ? '; takes the place of the old one' : ''}`;
    return [{ title: `save view ${name || 'NAME'}`, words, why, does: { type: 'save-view', name } }];
  }
  const setting = /^set (\S+) (\S+(?: %)?)\s*$/i.exec(text.trimStart());
  const spec = settingSpecs.find(({ name }) => setting && name.toLowerCase().startsWith(setting[1]!.toLowerCase()));
  if (!spec || !setting) return [];
  const title = `set ${spec.name} ${setting[2]}`;
  const read = spec.read(setting[2]!);
  if ('why' in read) return [{ title, words: spec.words, why: read.why, does: { type: 'say', words: read.why } }];
  if (spec.values.includes(read.value)) return [];
  return [{ title, words: spec.words, does: { type: 'set', name: spec.name, value: read.value } }];
}
