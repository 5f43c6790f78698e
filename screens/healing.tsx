import type { Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { chosenOf } from './alarm-rows.ts';
import { budgetWords, healingStory, recentLines } from './healing-lines.ts';
import { duration } from './parts/format.ts';
import { Lines, type Piece, piece } from './parts/line.tsx';
import { ListWithStory, told } from './parts/story.tsx';
import { clean, fit } from './parts/text.ts';
import { phaseCell, phaseWidth } from './phase-words.ts';
import { allIncidents, faultTitle } from './select.ts';
import type { ScreenProps } from './shell/screen-props.ts';

/** The list's share of the place: the story is what one comes here for. */
export const healingShare = 0.2;

/** The incidents, and all that there is to the healing of the one under the cursor. */
export function HealingScreen({ state, view, size, keys }: ScreenProps) {
  const all = allIncidents(state);
  const chosen = chosenOf(all, view);
  if (!chosen) {
    const nothing = told('healing', { text: `nothing to heal · ${budgetWords(state)}`, tone: 'quiet' });
    return <Lines lines={[nothing, ...recentLines(state)]} scroll={0} size={size} />;
  }
  return (
    <ListWithStory
      size={size}
      heads={[
        {
          text: `  ${fit('VM', 18)} ${fit('  STATE', phaseWidth)} ${fit('AGE', 6)} ${fit('DIAGNOSIS', 14)} NEXT`,
          tone: 'quiet',
        },
      ]}
      rows={all.map((incident) => ({ id: incident.id, pieces: rowPieces(incident, state, incident === chosen) }))}
      place={all.indexOf(chosen)}
      share={healingShare}
      title={`${clean(chosen.vmName)} · ${budgetWords(state, chosen.vm)}`}
      story={healingStory(chosen, state, size.columns, keys)}
      scroll={view.scroll}
      keys={keys}
    />
  );
}

function rowPieces(incident: Incident, state: State, selected: boolean): Piece[] {
  const { vmName, openedAt, closedAt, diagnosis, words } = incident;
  const [phase, tone] = phaseCell(incident, state);
  const quiet = closedAt === undefined ? undefined : 'quiet';
  const rest = `${fit(duration(state.at - (closedAt ?? openedAt)), 6)} ${fit(faultTitle(diagnosis), 14)} ${clean(words)}`;
  return [
    piece(`${selected ? '▸' : ' '} ${fit(clean(vmName), 18)} `, quiet),
    { text: fit(phase, phaseWidth), tone: quiet ?? tone },
    piece(` ${rest}`, quiet),
  ];
}
