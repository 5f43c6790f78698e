import type { View } from './view.ts';

/** Where the operator was: enough of a view to go there again. */
export type Place = Pick<View, 'screen' | 'opened' | 'openedName' | 'incident' | 'injection' | 'scroll'>;

/** The way that one came, from the fleet on, and where one was last. */
export type History = { readonly way: readonly Place[]; readonly last: Place | undefined };

export const noHistory: History = { way: [], last: undefined };

const placeOf = ({ screen, opened, openedName, incident, injection, scroll }: View): Place => ({
  screen,
  opened,
  openedName,
  incident,
  injection,
  scroll,
});

const isSame = (a: Place, b: Place) => a.screen === b.screen && (a.screen !== 'vm' || a.opened === b.opened);

/** The view with its history kept: a place on the way is gone back to, any other one makes the way longer. */
export function travelled(before: View, after: View): View {
  if (before === after || isSame(before, after)) return after;
  const { way } = before.history;
  const met = way.findIndex((place) => isSame(place, after));
  const here = placeOf(before);
  return { ...after, history: { way: met < 0 ? [...way, here] : way.slice(0, met), last: here } };
}

/** The place before this one on the way; undefined at its beginning. */
export function back(view: View): View | undefined {
  const place = view.history.way.at(-1);
  return place && { ...view, ...place };
}

/** Where one was last: once more leads to where one is now. */
export function toLast(view: View): View | undefined {
  const { last } = view.history;
  return last && { ...view, ...last };
}

/** The way in words, with where one is at its end. */
export const crumbs = (view: View): string[] =>
  [...view.history.way, view].map(({ screen, openedName }) => (screen === 'vm' && openedName ? openedName : screen));
