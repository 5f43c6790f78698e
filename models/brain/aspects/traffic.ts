import { type Aspect, duration, share, squash } from '../aspect.ts';
import { ratio, shift } from '../shift.ts';
import { idle, sideOf } from '../track/layout.ts';
import type { Window } from '../window.ts';

const { diskTraffic: disk, netTraffic: net, served, answers, reads, sentEach, writtenEach } = sideOf;

/** Bytes moved against the VM's own usual, and the silence of a guest that used to talk. */
export const traffic: Aspect = {
  id: 'traffic',
  features: [
    ...['diskChange', 'diskNewest', 'diskSudden', 'diskSilence', 'netChange', 'netNewest', 'netSudden', 'netSilence'],
    ...['bothSilent', 'outlasting', 'served', 'answers', 'answersNewest', 'answersFar'],
    ...['reads', 'readsFar', 'diskKnown', 'netKnown', 'sentEach', 'sentEachFar', 'writtenEach', 'writtenEachFar'],
  ],
  measure(window, out, first) {
    const diskQuiet = silence(window, disk);
    const netQuiet = silence(window, net);
    out[first] = shift(window, 'diskTraffic') || 0;
    out[first + 1] = shift(window, 'diskTraffic', window.newestOf(disk)) || 0;
    out[first + 2] = squash(ratio(window.now(disk), window.lately(disk), trickle) / 2);
    out[first + 3] = diskQuiet;
    out[first + 4] = shift(window, 'netTraffic') || 0;
    out[first + 5] = shift(window, 'netTraffic', window.newestOf(net)) || 0;
    out[first + 6] = squash(ratio(window.now(net), window.lately(net), trickle) / 2);
    out[first + 7] = netQuiet;
    out[first + 8] = stopped(window, disk) && stopped(window, net) ? Math.max(diskQuiet, netQuiet) : 0;
    out[first + 9] = window.quiet / (window.quiet + 1 + 2 * window.longestQuiet);
    out[first + 10] = squash(ratio(window.now(served), window.level(served), trickle));
    out[first + 16] = Number.isNaN(window.now(disk)) ? 0 : 1;
    out[first + 17] = Number.isNaN(window.now(net)) ? 0 : 1;
    newestRatio(window, reads, out, first + 14);
    newestRatio(window, sentEach, out, first + 18);
    newestRatio(window, writtenEach, out, first + 20);
    const usual = window.usual(answers);
    if (!usual) return;
    const [now, newest] = [window.now(answers) - usual.level, window.newestOf(answers) - usual.level];
    out[first + 11] = squash(1.5 * now);
    out[first + 12] = squash(1.5 * newest);
    out[first + 13] = squash(now / (0.1 + 2.5 * usual.deviation));
  },
  words(window) {
    const quiet = [disk, net].filter((side) => silence(window, side) > 0.3);
    if (quiet.length) {
      const seconds = Math.min(...quiet.map((side) => window.lasting(streakOf(side))));
      const what = quiet.length === 2 ? 'disk or network' : quiet[0] === disk ? 'disk' : 'network';
      return `no ${what} traffic for ${duration(seconds)} while ${window.vm.status}`;
    }
    const [d, n] = [shift(window, 'diskTraffic') || 0, shift(window, 'netTraffic') || 0];
    const [side, name, moved] = Math.abs(d) > Math.abs(n) ? [disk, 'disk', d] : [net, 'network', n];
    const level = window.level(side);
    if (Math.abs(moved) < 0.15 || Number.isNaN(level)) return undefined;
    return `${name} traffic ${bytes(window.now(side))} against its usual ${bytes(level)}`;
  },
};

/** The newest ratio against its usual, as it is and in its own deviations. */
function newestRatio(window: Window, side: number, out: Float32Array, first: number): void {
  const usual = window.usual(side);
  if (!usual) return;
  const now = window.newestOf(side) - usual.level;
  out[first] = squash(now);
  out[first + 1] = squash(now / (0.1 + 2.5 * usual.deviation));
}

const trickle = 2000;

function stopped(window: Window, side: number): boolean {
  const now = window.now(side);
  return Number.isNaN(now) || now <= idle;
}

/** How surprising it is that nothing moves: a VM that was always active is missed soon, an idle one never. */
function silence(window: Window, side: number): number {
  const quiet = window.streak(streakOf(side));
  const activity = quiet ? (window.usual(side)?.activity ?? 0) : 0;
  return share(activity * Math.tanh((quiet * activity) / 5));
}

function streakOf(side: number): 'quietDisk' | 'quietNet' {
  return side === disk ? 'quietDisk' : 'quietNet';
}

function bytes(rate: number): string {
  const [size, unit] = rate >= 1e6 ? [rate / 1e6, 'MB/s'] : rate >= 1e3 ? [rate / 1e3, 'kB/s'] : [rate, 'B/s'];
  return `${size >= 10 || size === 0 ? size.toFixed(0) : size.toFixed(1)} ${unit}`;
}
