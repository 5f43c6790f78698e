import { entryPieces, entryStory, journalHeads } from './journal-lines.ts';
import { Lines } from './parts/line.tsx';
import { ListWithStory, told } from './parts/story.tsx';
import { chosenLine, shownLines } from './shell/reduce-journal.ts';
import type { ScreenProps } from './shell/screen-props.ts';

/** The list's share of the place. */
export const journalShare = 0.6;

/** The audit of all VMs, the newest first; the line under the cursor in full beneath. */
export function JournalScreen({ view, size, keys }: ScreenProps) {
  const { journal } = view;
  const lines = shownLines(journal);
  const chosen = chosenLine(journal);
  if (!chosen) {
    const words = journal.lines.length ? 'no line that is read has these words · ↓ reads older ones' : 'nothing yet';
    return <Lines lines={[told('journal', { text: words, tone: 'quiet' })]} scroll={0} size={size} />;
  }
  const place = lines.indexOf(chosen);
  const end = journal.isWhole ? 'it begins here' : '↓ at the end reads older ones';
  const only = journal.filter ? `${lines.length} with these words of ` : '';
  return (
    <ListWithStory
      size={size}
      heads={journalHeads}
      rows={lines.map((entry, index) => ({ id: String(index), pieces: entryPieces(entry, entry === chosen) }))}
      place={place}
      share={journalShare}
      title={`line ${place + 1} of ${only}${journal.lines.length} · ${end}`}
      story={entryStory(chosen, size.columns)}
      scroll={view.scroll}
      keys={keys}
    />
  );
}
