import type { ActionId } from '../../models/action.ts';
import type { Entry, Mode, Subject } from '../../models/event.ts';
import type { FaultId } from '../../models/fault.ts';
import type { State } from '../../models/state.ts';
import type { InstanceAction } from '../../models/vm.ts';
import type { LoginKind } from '../../models/wishes.ts';
import type { Sort } from '../fleet-order.ts';
import type { ConsolePort, Models } from './console-port.ts';
import type { Dialog } from './dialog.ts';
import type { Format, Place } from './dialog-save.ts';
import { type History, noHistory } from './history.ts';
import { type JournalView, noJournal } from './journal-view.ts';
import type { KeySpec } from './key-spec.ts';
import type { Moment, TimeIntent } from './moment.ts';
import type { OwnSettings, SettingSpec, SettingValue } from './own-settings.ts';
import type { Palette } from './palette.ts';
import type { Care } from './reduce-care.ts';
import { type HelpSearch, noSearch } from './reduce-help.ts';
import type { SavedView } from './saved-views.ts';
import type { Size } from './theme.ts';

/** What the operator looks at: everything on the screen that is not the state. Changed only by `reduce`. */
export type View = {
  readonly screen: Screen;
  /** The fleet's cursor, by VM id; undefined is the top of the list, whoever that is. */
  readonly selected: string | undefined;
  /** The fleet as it is listed. */
  readonly order: readonly string[];
  /** First listed row of the fleet. */
  readonly offset: number;
  /** Until then (ms) the order stays as it is, for the operator's hand is on the keys. */
  readonly heldUntil: number;
  readonly sort: Sort;
  readonly reversed: boolean;
  readonly filter: string;
  readonly faultsOnly: boolean;
  /** The fleet by host. */
  readonly grouped: boolean;
  /** More columns, in less room each. */
  readonly wide: boolean;
  /** VMs marked to be acknowledged together, whether or not they are listed. */
  readonly marked: ReadonlySet<string>;
  /** The filter is being typed. */
  readonly typing: boolean;
  /** The VM screen's VM: it stays, whatever becomes of it. */
  readonly opened: string | undefined;
  /** Its name, for when it is gone. */
  readonly openedName: string;
  readonly metric: number;
  readonly pane: Pane;
  /** First shown line of the VM screen's lower pane. */
  readonly scroll: number;
  readonly log: { readonly vm: string; readonly lines: readonly string[] | undefined } | undefined;
  /** How far back the VM screen's charts look, in ms; undefined: as far as there is anything. */
  readonly zoom: number | undefined;
  /** What Nova did to the VM, newest first, as read when it had changed at `updatedAt`. */
  readonly actions:
    | { readonly vm: string; readonly updatedAt: number | undefined; readonly list: readonly NovaAction[] }
    | undefined;
  /** The VM as JSON; without a text while it is read. */
  readonly json: { readonly vm: string; readonly text: string | undefined } | undefined;
  /** The cursor of the alarm and the healing screen: an incident's id, or `host NAME`. */
  readonly incident: string | undefined;
  /** The fault screen's cursor. */
  readonly injection: string | undefined;
  readonly dialog: Dialog | undefined;
  /** Since when (ms) the dialog has stood on the screen untouched; undefined: it is not drawn yet. */
  readonly standsSince: number | undefined;
  /** A VM whose plan was asked for: its confirm dialog opens when the plan is there and no key was pressed since. */
  readonly awaited: string | undefined;
  /** The versions of the brain, once the model screen has asked for them. */
  readonly models: Models | undefined;
  /** A sentence above the footer, until the next key. */
  readonly notice: string | undefined;
  readonly history: History;
  readonly help: HelpSearch;
  readonly palette: Palette | undefined;
  readonly journal: JournalView;
  /** Another moment than now is shown. */
  readonly moment: Moment | undefined;
  /** How often it was asked that the screen is read out. */
  readonly read: number;
};

/** What Nova did, and who asked for it in words, once that is known. */
export type NovaAction = InstanceAction & { readonly who?: string };

export const allScreens = ['fleet', 'vm', 'alarms', 'healing', 'faults', 'model', 'journal', 'help', 'wall'] as const;
export type Screen = (typeof allScreens)[number];
export const panes = ['timeline', 'details', 'console', 'json'] as const;
export type Pane = (typeof panes)[number];

/** What a key, the state or an answer wants of the view. */
export type Intent =
  | { readonly type: 'state-changed' }
  | { readonly type: 'resized' }
  | { readonly type: 'go'; readonly screen: Screen }
  | { readonly type: 'move'; readonly by: number }
  | { readonly type: 'page'; readonly by: number }
  | { readonly type: 'jump'; readonly to: 'top' | 'bottom' }
  | { readonly type: 'side' | 'zoom'; readonly by: number }
  | { readonly type: 'enter' | 'back' | 'filter' | 'faults-only' | 'sort' }
  | { readonly type: 'reverse' | 'wide' | 'group' | 'mark' | 'mark-all' }
  | { readonly type: 'inject' | 'undo' | 'heal' | 'mode' | 'quit' | 'quit-now' }
  | { readonly type: Care | 'halt' | 'save' | 'last' | 'search' | 'palette' }
  | { readonly type: 'open-vm'; readonly vm: string }
  | { readonly type: 'only-host'; readonly host: string }
  | { readonly type: 'pick-mode'; readonly mode: Mode }
  | { readonly type: 'set'; readonly name: SettingSpec['name']; readonly value: SettingValue }
  | { readonly type: 'view' | 'save-view' | 'forget-view'; readonly name: string }
  | { readonly type: 'typed'; readonly text: string }
  | { readonly type: 'erase' | 'yes' | 'read' }
  /** A key that means nothing in the open dialog; text that came at once where no text is wanted. */
  | { readonly type: 'stray' | 'pasted' }
  /** What is shown is on the screen by now; it is there no longer. */
  | { readonly type: 'drawn' | 'hidden' }
  | { readonly type: 'say'; readonly words: string }
  | { readonly type: 'models-read'; readonly models: Models }
  | TimeIntent
  /** Another moment is shown from here on; undefined: now. */
  | { readonly type: 'arrived'; readonly moment: Moment | undefined; readonly words: string | undefined }
  | { readonly type: 'since'; readonly count: number }
  | { readonly type: 'journal-read'; readonly entries: readonly Entry[] }
  | { readonly type: 'pane' | 'log' | 'json' | 'copy' }
  | { readonly type: 'log-in'; readonly kind: LoginKind }
  | { readonly type: 'actions-read'; readonly vm: string; readonly actions: readonly NovaAction[] }
  | { readonly type: 'server-read'; readonly vm: string; readonly server: unknown }
  | { readonly type: 'log-read'; readonly vm: string; readonly lines: readonly string[] };

/** What the view wants done. The store gives it to the port. */
export type Command =
  | { readonly type: 'withdraw'; readonly incident: string }
  | {
      readonly type: 'confirm';
      readonly incident: string;
      readonly action: ActionId;
      /** The VM's name, where it had to be typed. */
      readonly typed?: string;
      /** The guards, by id, whose warnings stood in the dialog. */
      readonly warned?: readonly string[];
    }
  | {
      readonly type: 'acknowledge';
      readonly incidents: readonly string[];
      readonly on: boolean;
      /** The VMs whose mark brought it about. */
      readonly marked?: readonly string[];
    }
  | { readonly type: 'snooze'; readonly incident: string; readonly until: number }
  | {
      readonly type: 'set-maintenance';
      readonly subject: Subject;
      readonly reason: string;
      readonly until: number | undefined;
    }
  | { readonly type: 'clear-maintenance'; readonly subject: Subject }
  | { readonly type: 'release'; readonly vm: string }
  | { readonly type: 'halt'; readonly on: boolean }
  | { readonly type: 'ask-heal'; readonly vm: string; readonly action: ActionId }
  | { readonly type: 'set-mode'; readonly mode: Mode }
  | {
      readonly type: 'inject';
      readonly fault: FaultId;
      readonly vm: string;
      readonly vmName: string;
      readonly seconds: number;
    }
  | { readonly type: 'revert'; readonly id: string; readonly vmName: string }
  | { readonly type: 'save'; readonly format: Format; readonly place: Place }
  | { readonly type: 'read-models' }
  | { readonly type: 'read-log' | 'read-actions' | 'read-server'; readonly vm: string }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'log-in'; readonly kind: LoginKind; readonly vm: string }
  /** Settings of the operator's own: `words` are said when they are kept. */
  | {
      readonly type: 'keep';
      readonly setting: SettingSpec['name'];
      readonly value: SettingValue;
      readonly words: string;
    }
  | { readonly type: 'keep-view'; readonly name: string; readonly saved: SavedView | undefined; readonly words: string }
  | { readonly type: 'travel'; readonly intent: TimeIntent }
  /** The lines of the audit from before a time, but for so many of the same time that are known. */
  | { readonly type: 'read-journal'; readonly at: number; readonly known: number }
  | { readonly type: 'quit' };

/** All that the reducer may know besides the view. `now` is in ms of a clock of its own that never goes back. */
export type Context = {
  readonly state: State;
  /** The engine's state of now, also where another moment is shown. */
  readonly live: State;
  readonly now: number;
  readonly size: Size;
  readonly canInject: boolean;
  /** The live keymap, with the operator's own keys. */
  readonly keys: readonly KeySpec[];
  readonly settings: OwnSettings;
  readonly whyNoLogin: ConsolePort['whyNoLogin'];
  /** What is shown is read out, and not drawn. */
  readonly spoken: boolean;
};

export const initialView: View = {
  screen: 'fleet',
  selected: undefined,
  order: [],
  offset: 0,
  heldUntil: 0,
  sort: 'worst',
  reversed: false,
  filter: '',
  faultsOnly: false,
  grouped: false,
  wide: false,
  marked: new Set(),
  typing: false,
  opened: undefined,
  openedName: '',
  metric: 0,
  pane: 'timeline',
  scroll: 0,
  log: undefined,
  zoom: undefined,
  actions: undefined,
  json: undefined,
  incident: undefined,
  injection: undefined,
  dialog: undefined,
  standsSince: undefined,
  awaited: undefined,
  models: undefined,
  notice: undefined,
  history: noHistory,
  help: noSearch,
  palette: undefined,
  journal: noJournal,
  moment: undefined,
  read: 0,
};

/** Rows between the header (2 lines and the banner) and the footer (the notice and the hints). */
export const bodyRows = (size: Size): number => Math.max(1, size.rows - 5);

/** Rows of VMs on the fleet screen: the body without the column heads. */
export const fleetRows = (size: Size): number => Math.max(1, bodyRows(size) - 1);

/** The smallest terminal that is drawn on. */
export const smallest: Size = { columns: 60, rows: 12 };

/** Whether characters are text, with no dialog open. */
export const isTyping = ({ typing, help, journal, palette, dialog }: View): boolean =>
  !dialog && (typing || help.typing || journal.typing || palette !== undefined);

/** What has been typed to look for on the open screen. */
export const typedText = ({ typing, filter, journal, help }: View): string =>
  typing ? filter : journal.typing ? journal.filter : help.text;
