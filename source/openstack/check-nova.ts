import { notReached, type Vm } from '../../models/vm.ts';
import type { Clock } from '../ports.ts';
import type { Nova } from './nova.ts';
import { atLeast } from './nova-version.ts';
import { withoutTwins } from './twins.ts';

/** Seconds by which the clocks may differ, as the guard has it. */
const clocksApart = 60;

/** What doctor finds of Nova: its version, its VMs, and what keeps us from healing by itself, with what to do about it. */
export async function lookAtNova(nova: Nova, clock: Pick<Clock, 'now'>) {
  const { vms: listed, clockAhead = 0 } = await nova.list(undefined, () => clock.now());
  // What was spoken with the list may be another one than before: Nova may have refused that.
  const { min, max, used } = await nova.version();
  const vms = withoutTwins(listed);
  const old = atLeast(used, '2.73') ? '' : ' Older than 2.73: reasons of locks are not shown.';
  const detail = `API ${min} to ${max}, spoken ${used}; ${vms.length} VMs.${old}`;
  const troubles = [offClock(clockAhead), cells(vms), twins(vms), gaps(vms)].flatMap((one) => one ?? []);
  const first = troubles[0];
  if (!first) return { version: max, detail };
  return { version: max, detail: [detail, ...troubles.map(({ words }) => words)].join(' '), fix: first.fix };
}

type Trouble = { readonly words: string; readonly fix: string };

function offClock(ahead: number): Trouble | undefined {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (seconds <= clocksApart) return undefined;
  const where = ahead > 0 ? 'ahead of' : 'behind';
  const words = `This machine’s clock is ${seconds} s ${where} Nova’s: nothing is healed by itself.`;
  return { words, fix: 'Set the clock of this machine, or of Nova’s, by NTP.' };
}

function twins(vms: readonly Vm[]): Trouble | undefined {
  const found = vms.filter(({ twin }) => twin);
  const one = found[0];
  if (!one) return undefined;
  return {
    words: `Listed twice: ${some(found)} (${one.twin}).`,
    fix: 'Compare instance_mappings with the cells’ databases.',
  };
}

/** Of a VM in a cell that is down Nova tells next to nothing: that is no gap of its API. */
function cells(vms: readonly Vm[]): Trouble | undefined {
  const found = vms.filter(({ unknown }) => unknown === notReached);
  if (!found.length) return undefined;
  return {
    words: `Unknown, because Nova does not reach their cell: ${some(found)}.`,
    fix: 'Look at the database and the message queue of that cell, on its controller.',
  };
}

function gaps(vms: readonly Vm[]): Trouble | undefined {
  const seen = vms.filter(({ unknown }) => !unknown);
  const found = seen.filter(({ untold }) => untold);
  const gap = found[0]?.untold;
  if (!gap) return undefined;
  const [whose, what] = found.length === seen.length ? ['', 'nothing'] : [` of ${some(found)}`, 'no such VM'];
  const words = `Nova does not tell ${gap.things.join(', ')}${whose} at microversion ${gap.microversion}: ${what} is healed by itself.`;
  const fix = 'Does a proxy hide Nova’s version document, or the header OpenStack-API-Version? Let both through.';
  return { words, fix };
}

/** Never empty: the one, or how many and one of them. */
function some(vms: readonly Vm[]): string {
  const name = vms[0]!.name || vms[0]!.id;
  return vms.length > 1 ? `${vms.length} VMs, one of them ${name}` : name;
}
