import { againstPerson } from '../models/guards/index.ts';
import type { HostTrouble } from '../models/hosts.ts';
import type { Incident } from '../models/incident.ts';
import type { State } from '../models/state.ts';
import { novaSilence, unknownWhy } from '../models/unknown.ts';
import type { AlarmRow } from './alarm-rows.ts';
import { aodhAlone, aodhCell, aodhFails, aodhWords } from './aodh-words.ts';
import { ladderPieces } from './incident-lines.ts';
import { duration, percent, some } from './parts/format.ts';
import { type Piece, piece } from './parts/line.tsx';
import { type Told, told, toldWords } from './parts/story.tsx';
import { clean, compare, fit } from './parts/text.ts';
import { careLines, phaseCell, phaseWidth, phaseWords } from './phase-words.ts';
import { faultTitle, nameOf } from './select.ts';
import { type KeySpec, keyOf } from './shell/key-spec.ts';
import { verdictPieces } from './verdict-words.ts';

/** The cells of the name, and those that are left for the reason; a reason of some letters is worth nothing. */
function widths(columns: number): readonly [name: number, why: number] {
  const left = columns - 65;
  return left < 50 ? [Math.min(36, left), 0] : [24, left - 25];
}

export function alarmHeads(columns: number): Piece[] {
  const [name, why] = widths(columns);
  const text = `  ${fit('VM', name)} ${fit('  STATE', phaseWidth)} ${fit('AGE', 6)} ${fit('DIAGNOSIS', 14)} ${fit('P', 5)} ${fit('AODH', 12)}`;
  return [{ text: why ? `${text} WHY` : text, tone: 'quiet' }];
}

/** One line: a host with its VMs counted, or a VM's incident. */
export function alarmPieces(row: AlarmRow, state: State, selected: boolean, columns: number): Piece[] {
  const [name, why] = widths(columns);
  const mark = selected ? '▸' : ' ';
  if ('host' in row) {
    const { host, vms, openedAt, words, calmSince } = row.host;
    const count = calmSince === undefined ? `${vms.length} VMs` : 'calm again';
    return [
      `${mark} ${fit(`host ${clean(host)}`, name)} `,
      {
        text: fit(calmSince === undefined ? '█ fails' : '– failed', phaseWidth),
        tone: calmSince === undefined ? 'bad' : 'quiet',
      },
      ` ${fit(duration(state.at - openedAt), 6)} ${fit(count, 14)} ${clean(words)}`,
    ];
  }
  const { incident } = row;
  const { vmName, openedAt, closedAt, diagnosis, words } = incident;
  const [phase, tone] = phaseCell(incident, state);
  const quiet = closedAt === undefined ? undefined : 'quiet';
  const [aodh, aodhTone] = aodhCell(incident, state);
  return [
    piece(`${mark} ${fit(clean(vmName), name)} `, quiet),
    { text: `${fit(phase, phaseWidth)} `, tone: quiet ?? tone },
    piece(`${fit(duration(state.at - (closedAt ?? openedAt)), 6)} ${fit(faultTitle(diagnosis), 14)} `, quiet),
    piece(`${fit(chanceWords(incident, state), 5)} `, quiet),
    { text: fit(aodh, 12), tone: aodhTone },
    piece(why ? ` ${clean(words)}` : '', quiet),
  ];
}

/** How probable its failure is now, undefined where that is not known; or at most was when it is over. */
function chanceOf({ vm: id, closedAt, peak }: Incident, state: State): number | undefined {
  const vm = state.vms.get(id);
  if (closedAt !== undefined) return peak;
  return vm && (unknownWhy(vm, state) ? undefined : (state.verdicts.get(id)?.probability ?? peak));
}

export const chanceWords = (incident: Incident, state: State): string => {
  const chance = chanceOf(incident, state);
  return chance === undefined ? '?' : percent(chance);
};

type Keys = readonly KeySpec[];

/** What is known of the row under the cursor. */
export function alarmStory(row: AlarmRow, state: State, columns: number, keys: Keys): Told[] {
  return 'host' in row ? hostStory(row.host, state, columns) : incidentStory(row.incident, state, columns, keys);
}

/** How many alarms there are, ours and Aodh's. */
export function alarmTitle(state: State): string {
  const { incidents, hosts, aodh } = state;
  const alone = aodhAlone(state).map((vm) => nameOf(state, vm));
  const fails = aodhFails(state);
  const its = [...aodh.values()].filter((one) => one.state === 'alarm').length;
  const silence = novaSilence(state);
  return [
    silence ? `${incidents.size} open as last known: ${silence}` : `${incidents.size} open`,
    ...(hosts.size ? [`${hosts.size} ${hosts.size === 1 ? 'host' : 'hosts'}`] : []),
    ...(aodh.size ? [fails ? `Aodh had ${its} in alarm ${fails}` : `Aodh has ${its} in alarm`] : []),
    ...(alone.length ? [`Aodh alone: ${alone.join(', ')}`] : []),
  ].join(' · ');
}

function hostStory({ words, vms, openedAt, calmSince }: HostTrouble, state: State, columns: number): Told[] {
  const { at, verdicts } = state;
  return [
    ...toldWords('host', { text: clean(words), tone: 'bad' }, columns),
    told(
      'since',
      duration(at - openedAt),
      ...(calmSince === undefined ? [] : [` , calm for ${duration(at - calmSince)}`]),
    ),
    ...toldWords('so', 'No VM on it is rebooted one by one: look at the host, or put it into maintenance.', columns),
    ...[...vms]
      .sort((a, b) => compare(nameOf(state, a), nameOf(state, b)))
      .map((vm, index) => {
        const found = state.vms.get(vm);
        const { status = 'gone', taskState } = found ?? {};
        return told(index ? '' : 'its VMs', `${fit(nameOf(state, vm), 24)} ${fit(clean(taskState ?? status), 12)} `, {
          text: `P ${found && unknownWhy(found, state) ? '?' : percent(verdicts.get(vm)?.probability)}  ${faultTitle(verdicts.get(vm)?.diagnosis)}`,
          tone: 'quiet',
        });
      }),
  ];
}

function incidentStory(incident: Incident, state: State, columns: number, keys: Keys): Told[] {
  const { openedAt, closedAt, words, reasons, attempts, vm, peak } = incident;
  const { at } = state;
  const [phase, tone] = phaseWords(incident, state);
  const isOpen = closedAt === undefined;
  // While it is healed the verdict goes its way, and the reasons stay those of the alarm.
  const isOld = !isOpen || incident.phase === 'healing' || incident.phase === 'verifying';
  const since = isOpen
    ? `alarm for ${duration(at - openedAt)}`
    : `closed ${duration(at - closedAt)} ago, after ${duration(closedAt - openedAt)}`;
  const evidence = state.evidence.get(vm)?.at(-1);
  return [
    told('state', { text: phase, tone }, { text: `  ${since}, highest P ${percent(peak)}`, tone: 'quiet' }),
    ...whyLines(incident, state, columns, keys),
    ...(isOpen ? careLines(vm, state, columns) : []),
    ...(isOpen ? [told('verdict', ...verdictPieces(state.verdicts.get(vm), state))] : []),
    ...(reasons.length ? toldWords(isOld ? 'raised for' : 'because', reasons.map(clean).join(', '), columns) : []),
    told('Aodh', aodhWords(incident, state)),
    told('ladder', ...ladderPieces(incident)),
    ...(attempts.length
      ? [told('tried', `${some(attempts.length, 'action')}; ${keyOf(keys, 'open-healing')} shows each call`)]
      : []),
    ...(evidence ? toldWords('console', clean(evidence), columns, 2) : []),
    ...(isOpen ? [] : toldWords('ended', clean(words), columns)),
  ];
}

/** Why it stands where it stands: what holds everybody, what a yes would do away with, or what is next. */
function whyLines({ words, plan, closedAt, phase }: Incident, { mode }: State, columns: number, keys: Keys): Told[] {
  if (closedAt !== undefined) return [];
  const waits = phase === 'firing' || phase === 'held';
  if (!waits || !plan) return toldWords('why', clean(words), columns);
  const holding = againstPerson(plan.refusals);
  if (holding.length) {
    const reasons = holding.map(({ reason }) => reason).join('; ');
    return toldWords('held', { text: clean(reasons), tone: 'warn' }, columns);
  }
  const sparing = plan.refusals.map(({ reason }) => reason).join('; ');
  const yes = mode === 'auto' ? '' : `; ${keyOf(keys, 'heal')} shows it and asks`;
  return toldWords('why', clean(sparing || `${words}${yes}`), columns);
}
