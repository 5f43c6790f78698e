import type { Entry } from '../models/event.ts';
import type { State } from '../models/state.ts';
import { scoreOf } from '../models/tally.ts';
import { novaSilence } from '../models/unknown.ts';
import { bigLines, bigRows, bigWidth } from './parts/digits.ts';
import { age, clockTime, count } from './parts/format.ts';
import type { Piece } from './parts/line.tsx';
import { clean, fit } from './parts/text.ts';
import type { Size, Tone } from './shell/theme.ts';
import { type HostHealth, healths } from './wall-health.ts';

type Counter = { readonly head: string; readonly big: string; readonly tone: Tone; readonly note: string };

/** What is counted, as far as it is known; what is not is a dash that says so. */
export function countersOf(state: State): readonly Counter[] {
  const { alarms, healed, injected, found, missed, falseAlarms, timeToDetect, timeToHeal } = scoreOf(state);
  const some = (value: number | undefined) => (value === undefined ? '–' : atMostFour(value));
  const bad = (value: number | undefined, tone: Tone): Tone => (value === undefined ? 'quiet' : value ? tone : 'good');
  return [
    { head: 'DETECTED', big: some(alarms), tone: 'strong', note: injected ? `${found}/${injected} faults` : 'alarms' },
    { head: 'HEALED', big: some(healed), tone: 'good', note: `of ${count(alarms)} alarms` },
    {
      head: 'FALSE',
      big: some(falseAlarms),
      tone: bad(falseAlarms, 'warn'),
      note: falseAlarms === undefined ? 'not known' : 'no fault in',
    },
    {
      head: 'MISSED',
      big: some(missed),
      tone: bad(missed, 'bad'),
      note: missed === undefined ? 'not known' : 'no alarm',
    },
    {
      head: 'MTTD',
      big: age(timeToDetect),
      tone: timeToDetect === undefined ? 'quiet' : 'strong',
      note: timeToDetect === undefined ? 'not known' : 'to the alarm',
    },
    {
      head: 'MTTR',
      big: age(timeToHeal),
      tone: timeToHeal === undefined ? 'quiet' : 'strong',
      note: timeToHeal === undefined ? 'none healed' : 'to the proof',
    },
  ];
}

const atMostFour = (value: number) => (value < 1000 ? String(value) : `${Math.min(999, Math.round(value / 1000))}k`);

/** Lines that the counters take. */
export const counterRows = ({ rows }: Size): number => bigRows * tallness(rows) + 2;

const tallness = (rows: number) => (rows >= 40 ? 2 : 1);
const widestDot = 4;

/** The counters side by side, in digits as large as the place lets them be. */
export function counterLines(state: State, { columns, rows }: Size): Piece[][] {
  const isOld = novaSilence(state) !== undefined;
  // No green on what is no longer known to be so.
  const counters = countersOf(state).map((one) => (isOld ? { ...one, tone: 'quiet' as const } : one));
  const box = Math.floor(columns / counters.length);
  const tall = tallness(rows);
  const fits = (wide: number) => counters.every(({ big }) => bigWidth(big, wide) < box - 1);
  const wide = Math.max(1, [widestDot, 3, 2].find((one) => one <= 2 * tall && fits(one)) ?? 1);
  const big = counters.map((one) => bigLines(one.big, wide, tall));
  const cell = (text: string, tone: Tone): Piece => ({ text: ` ${fit(text, box - 1)}`, tone });
  return [
    ...Array.from({ length: bigRows * tall }, (_, row) => counters.map(({ tone }, at) => cell(big[at]![row]!, tone))),
    counters.map(({ head }) => cell(head, 'strong')),
    counters.map(({ note }) => cell(note, 'quiet')),
  ];
}

/** Each sign that is on the map, with its words and how many VMs it means. */
export function legend(hosts: readonly HostHealth[]): Piece[] {
  const counts = healths.map(() => 0);
  for (const { vms } of hosts) for (const health of vms) counts[health]!++;
  return healths.flatMap(({ sign, tone, words }, health): Piece[] =>
    counts[health]
      ? [
          { text: ` ${sign} `, tone },
          { text: count(counts[health]), tone: 'strong' },
          { text: ` ${words} `, tone: 'quiet' },
        ]
      : [],
  );
}

/** What a cell is, and the hosts with the most failing VMs. */
export function mapTitle(hosts: readonly HostHealth[], share: number): string {
  const vms = hosts.reduce((sum, one) => sum + one.vms.length, 0);
  const cell = share === 1 ? 'a block a VM' : `a cell is up to ${count(share)} VMs, the worst of them shows`;
  const worst = hosts.filter(({ failing }) => failing).sort((a, b) => b.failing - a.failing);
  const names = worst.slice(0, 3).map(({ host, failing }) => `${clean(host) || 'no host'} ${failing}`);
  return [
    `${count(vms)} VMs on ${count(hosts.length)} hosts, ${cell}`,
    ...(names.length ? [`worst: ${names.join(', ')}`] : []),
  ].join(' · ');
}

const grave = new Set<Entry['kind']>(['alarm', 'escalated', 'refused', 'brake', 'host', 'halt', 'quarantine']);
const cheerful = new Set<Entry['kind']>(['resolved', 'done', 'accepted', 'claimed']);

/** The newest lines of the audit, one each. */
export function eventLines({ entries }: State, rows: number): Piece[][] {
  if (!entries.length) return [[{ text: ' nothing has happened yet', tone: 'quiet' }]];
  return entries
    .slice(0, rows)
    .map(({ at, kind, vmName, words }): Piece[] => [
      { text: ` ${clockTime(at)}  `, tone: 'quiet' },
      { text: fit(kind, 13), tone: grave.has(kind) ? 'bad' : cheerful.has(kind) ? 'good' : 'quiet' },
      { text: vmName ? `${clean(vmName)}  ` : '', tone: 'strong' },
      clean(words),
    ]);
}
