import type { Entry } from '../../../models/event.ts';
import type { Journal } from '../../../source/ports.ts';

/** A journal of a few lines, that several may share, and that may fail. */
export type Paper = { readonly lines: Entry[]; failing: boolean };

/** The journal as the audit sees it: a claim is checked by the lines of that very moment. */
export function fileOf(paper: Paper): Journal {
  const append: Journal['append'] = (entry, check) => {
    if (paper.failing) throw new Error('disk full');
    const reason = entry.kind === 'claimed' ? check?.(paper.lines) : undefined;
    if (reason === undefined) paper.lines.push(entry);
    return reason;
  };
  return { append } as Journal;
}
