import { alarmHeads, alarmPieces, alarmStory, alarmTitle } from './alarm-lines.ts';
import { alarmRows, chosenOf } from './alarm-rows.ts';
import { aodhAlone } from './aodh-words.ts';
import { Lines } from './parts/line.tsx';
import { ListWithStory, told, toldWords } from './parts/story.tsx';
import { nameOf } from './select.ts';
import type { ScreenProps } from './shell/screen-props.ts';

/** Half of the place for the list. */
export const alarmShare = 0.5;

/** Every alarm, ours with Aodh's beside it; whole hosts as one line. The cursor's story is beneath. */
export function AlarmsScreen({ state, view, size, keys }: ScreenProps) {
  const rows = alarmRows(state);
  const chosen = chosenOf(rows, view);
  if (!chosen) {
    const alone = aodhAlone(state).map((vm) => nameOf(state, vm));
    const its = alone.length ? toldWords('Aodh alone', alone.join(', '), size.columns) : [];
    const lines = [told('alarms', { text: 'none, and none was raised since the start', tone: 'quiet' }), ...its];
    return <Lines lines={lines} scroll={0} size={size} />;
  }
  return (
    <ListWithStory
      size={size}
      heads={alarmHeads(size.columns)}
      rows={rows.map((row) => ({ id: row.id, pieces: alarmPieces(row, state, row === chosen, size.columns) }))}
      place={rows.indexOf(chosen)}
      share={alarmShare}
      title={alarmTitle(state)}
      story={alarmStory(chosen, state, size.columns, keys)}
      scroll={view.scroll}
      keys={keys}
    />
  );
}
