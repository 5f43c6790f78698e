import { type FleetQuery, sorts } from '../fleet-order.ts';
import type { View } from './view.ts';
import { allScreens, initialView } from './view.ts';

/** A view as the settings keep it: the screen, and how the fleet is listed. */
export type SavedView = Readonly<Record<string, string | number | boolean>>;

/** The view to be saved. */
export const savedOf = (view: View): SavedView => ({ screen: view.screen, ...queryOf(view) });

/** The view as it was saved; what the file lacks, or no console knows, is as at the start. */
export function restored(view: View, saved: SavedView): View {
  const known = Object.entries(queryOf(initialView)).map(([field, usual]) => {
    const kept = saved[field];
    return [field, typeof kept === typeof usual ? kept : usual];
  });
  const next: View = { ...view, ...Object.fromEntries(known), scroll: 0, selected: undefined, offset: 0 };
  const screen =
    allScreens.find((one) => one === saved.screen && (one !== 'vm' || view.opened !== undefined)) ?? 'fleet';
  return { ...next, screen, sort: sorts.includes(next.sort) ? next.sort : initialView.sort };
}

/** Why nothing can be saved under such a name, or undefined. */
export const unfitName = (name: string): string | undefined =>
  /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(name)
    ? undefined
    : 'A name is up to 40 letters, digits, spaces, _ and -.';

/** How the fleet is listed in a saved view, in words. */
export function savedWords(saved: SavedView): string {
  const { screen = 'fleet', ...rest } = saved;
  const told = Object.entries(rest).flatMap(([field, value]) =>
    value === '' || value === false ? [] : value === true ? [field] : [`${field} ${value}`],
  );
  return [screen, ...told].join(', ');
}

const queryOf = ({ sort, reversed, grouped, filter, faultsOnly }: View): FleetQuery => {
  return { sort, reversed, grouped, filter, faultsOnly };
};
