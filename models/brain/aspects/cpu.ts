import { type Aspect, share, squash } from '../aspect.ts';
import { ratio, shift, work } from '../shift.ts';
import { sideOf } from '../track/layout.ts';
import type { Window } from '../window.ts';

const side = sideOf.cpu;

/**
 * Busier or quieter than it used to be, pinned at the ceiling with or without the traffic that honest work brings, or
 * without the small movements of a living guest.
 */
export const cpu: Aspect = {
  id: 'cpu',
  features: [
    ...['level', 'newest', 'asleep', 'pinned', 'pinnedSamples', 'pinnedIdly', 'sudden'],
    ...['unusual', 'unusualNewest', 'overMax', 'fall', 'still', 'restless'],
    ...['busier', 'servedSince', 'answersSince', 'diskSince', 'starved', 'servedSudden', 'answersSudden'],
  ],
  measure(window, out, first) {
    const now = window.now(side);
    if (Number.isNaN(now)) return;
    const pinned = share(window.lasting('pinned') / 300);
    out[first] = share(now / 100);
    const newest = window.newestOf(side);
    out[first + 1] = share(newest / 100);
    out[first + 2] = squash(Math.log((newest + 0.05) / 0.5));
    out[first + 3] = pinned;
    out[first + 4] = share(window.streak('pinned') / 6);
    if (pinned) out[first + 5] = pinned * (1 - work(window));
    out[first + 6] = squash((now - window.lately(side)) / (15 + 2 * window.deviation(side)));
    sinceBusy(window, out, first + 13);
    const served = sideOf.served;
    out[first + 18] = squash(1.5 * change(window.newestOf(served), window.lately(served))) || 0;
    out[first + 19] = squash(1.5 * (window.newestOf(sideOf.answers) - window.lately(sideOf.answers)));
    const usual = window.usual(side);
    if (!usual) return;
    out[first + 7] = shift(window, 'cpu') || 0;
    out[first + 8] = shift(window, 'cpu', newest) || 0;
    out[first + 9] = Math.max(-1, Math.min(1, (now - usual.max) / 50));
    out[first + 10] = share(1 - (now + 0.05) / (Math.max(0, usual.level) + 0.05));
    out[first + 11] = stillness(window);
    out[first + 12] = squash(Math.log((window.movement + 0.1) / (usual.movement + 0.1)) / 2);
  },
  words(window) {
    const now = window.now(side);
    if (Number.isNaN(now)) return undefined;
    const level = window.usual(side)?.level;
    if (level !== undefined && now < level + 5 && stillness(window) > 0.5) {
      return `CPU stands still at ${now.toFixed(1)} %, usually it moves`;
    }
    if (level === undefined || Math.abs(now - level) < 5) return now > 85 ? `CPU ${now.toFixed(0)} %` : undefined;
    return `CPU ${now.toFixed(0)} % against its usual ${level.toFixed(0)} %`;
  },
};

/** What became of its work since the processor is busy: a process that has run away leaves less of all of it. */
function sinceBusy(window: Window, out: Float32Array, first: number): void {
  const cpu = window.before('cpu');
  if (Number.isNaN(cpu)) return;
  const busier = share((window.newestOf(side) - cpu) / 60);
  const served = change(window.newestOf(sideOf.served), window.before('served'));
  const answers = window.newestOf(sideOf.answers) - window.before('answers');
  const disk = change(window.newestOf(sideOf.diskTraffic), window.before('disk'));
  const most = Number.isNaN(served) ? disk : Number.isNaN(disk) ? served : Math.max(served, disk);
  out[first] = busier;
  out[first + 1] = squash(1.5 * served);
  out[first + 2] = squash(1.5 * answers);
  out[first + 3] = squash(1.5 * disk);
  out[first + 4] = busier * share(-most / 0.5);
}

/** Bytes per second that hardly count. */
const few = 2;

/** On a logarithmic scale; NaN where there was nothing, and is nothing. */
function change(now: number, before: number): number {
  return now < few && before < few ? Number.NaN : ratio(now, before, few);
}

/** 1 when the last minute hardly moves although the VM usually does. */
function stillness(window: Window): number {
  const usual = window.usual(side)?.movement ?? 0;
  return usual < 0.05 ? 0 : share(1 - window.movement / (0.3 * usual));
}
