import { type Aspect, duration, share, squash } from '../aspect.ts';
import { run } from '../trend.ts';
import { diskTraffic, netTraffic, type Window } from '../window.ts';

/** Bytes moved against the VM's own past, and the silence of a guest that used to talk. */
export const traffic: Aspect = {
  id: 'traffic',
  features: ['diskChange', 'diskSilence', 'netChange', 'netSilence', 'bothSilent'],
  measure(window, out, first) {
    const [disk, net] = [silence(window, diskTraffic), silence(window, netTraffic)];
    out[first] = change(window, diskTraffic);
    out[first + 1] = disk;
    out[first + 2] = change(window, netTraffic);
    out[first + 3] = net;
    out[first + 4] = Math.max(disk, net) * (stopped(window, diskTraffic) && stopped(window, netTraffic) ? 1 : 0);
  },
  words(window) {
    const quiet = [diskTraffic, netTraffic].filter((column) => silence(window, column) > 0.3);
    if (quiet.length) {
      const seconds = Math.min(...quiet.map((column) => run(window, column, idle, true))) * window.granularity;
      const what = quiet.length === 2 ? 'disk or network' : quiet[0] === diskTraffic ? 'disk' : 'network';
      return `no ${what} traffic for ${duration(seconds)} while ${window.vm.status}`;
    }
    const [disk, net] = [change(window, diskTraffic), change(window, netTraffic)];
    const [column, name, moved] =
      Math.abs(disk) > Math.abs(net) ? [diskTraffic, 'disk', disk] : [netTraffic, 'network', net];
    if (Math.abs(moved) < 0.15) return undefined;
    return `${name} traffic ${bytes(window.now(column))} against its usual ${bytes(window.past(column).median)}`;
  },
};

/** Bytes per second that count as nothing. */
const idle = 0.5;

function stopped(window: Window, column: number): boolean {
  const now = window.now(column);
  return Number.isNaN(now) || now <= idle;
}

/** Ratio to the past's median on a logarithmic scale; 2 kB/s are added to both, so that a trickle is no change. */
function change(window: Window, column: number): number {
  const past = window.past(column);
  return past.known ? squash(Math.log((window.now(column) + 2000) / (past.median + 2000)) / 3) : 0;
}

/** How surprising it is that nothing moves: a VM that was always active is missed soon, an idle one never. */
function silence(window: Window, column: number): number {
  const quiet = run(window, column, idle, true);
  if (!quiet) return 0;
  const values = window.columns[column]!;
  let [active, known] = [0, 0];
  for (let i = 0; i < window.count; i++) {
    if (Number.isNaN(values[i]!)) continue;
    known++;
    if (values[i]! > idle) active++;
  }
  const past = known - quiet;
  if (past < 6) return 0;
  const activity = active / past;
  return share(activity * Math.tanh((quiet * activity) / 5));
}

function bytes(rate: number): string {
  const [size, unit] = rate >= 1e6 ? [rate / 1e6, 'MB/s'] : rate >= 1e3 ? [rate / 1e3, 'kB/s'] : [rate, 'B/s'];
  return `${size >= 10 || size === 0 ? size.toFixed(0) : size.toFixed(1)} ${unit}`;
}
