import { Box } from 'ink';
import { healthCounts } from '../../models/health.ts';
import type { State } from '../../models/state.ts';
import { telemetryFault } from '../../models/telemetry.ts';
import { novaSilence } from '../../models/unknown.ts';
import type { SourceHealth } from '../../models/vm.ts';
import { clockTime, count, dayTime, duration } from '../parts/format.ts';
import { Line, type Piece, spread } from '../parts/line.tsx';
import { clean } from '../parts/text.ts';
import { isUnderWay } from '../select.ts';
import { type KeySpec, keyOf } from './key-spec.ts';
import type { Moment } from './moment.ts';
import type { Tone } from './theme.ts';
import type { View } from './view.ts';

/** Whom we talk to and how it goes: two lines, and one for what keeps us from healing (blank in good times). */
export function Header({ state, view, columns, keys }: HeaderProps) {
  const { cloud, badges, ages, health, moment, trouble } = headerPieces(state, view, keys);
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Line width={columns} pieces={spread(cloud, badges, columns)} />
      <Line width={columns} pieces={spread(ages, health, columns)} />
      <Line width={columns} pieces={[...moment, trouble]} />
    </Box>
  );
}

/** What the header tells; `written`: how the keys that walk through time are. */
export function headerPieces(state: State, view: View, keys: readonly KeySpec[], written = keyOf) {
  const { moment } = view;
  return {
    cloud: cloudPieces(state),
    badges: [...momentBadge(moment), ...badgesOf(state)],
    ages: agePieces(state),
    health: healthPieces(state),
    moment: momentPieces(moment, (name) => written(keys, name)),
    trouble: troubleOf(state, keys),
  };
}

type HeaderProps = {
  readonly state: State;
  readonly view: View;
  readonly columns: number;
  readonly keys: readonly KeySpec[];
};

function momentBadge(moment: Moment | undefined): Piece[] {
  return moment ? [{ text: `  ${moment.kind.toUpperCase()} ${clockTime(moment.at)}`, tone: 'warn' }] : [];
}

/** That this is not now, which moment it is, and the way on; `key` says how the keys of a record are written. */
function momentPieces(moment: Moment | undefined, key: (name: string) => string): Piece[] {
  if (!moment) return [];
  const { kind, at, since, playing, speed } = moment;
  const when = `◂ ${kind.toUpperCase()} ${dayTime(at)}`;
  const news = since ? ` · ${since} event${since === 1 ? '' : 's'} since` : '';
  const walk = `${key('walk')}, ${key('walk-events')} walk`;
  const words =
    kind === 'replay'
      ? ` · ${playing ? 'plays' : 'paused'} ×${speed}: ${key('freeze')}, ${key('faster')} · ${walk}`
      : `${news} · ${walk} · ${key('end')}: now`;
  return [{ text: `${when}${words}  `, tone: 'strong' }];
}

export function cloudPieces({ cloud }: State): Piece[] {
  if (!cloud) return [{ text: 'cloud-medic', tone: 'strong' }, '  connecting …'];
  const { name, project, user, region } = cloud;
  return [
    { text: clean(name), tone: 'strong' },
    { text: ` · ${[project, user, region].map(clean).join(' · ')}`, tone: 'quiet' },
  ];
}

const modeTones: Record<State['mode'], Tone> = { observe: 'quiet', confirm: 'strong', auto: 'warn' };

export function badgesOf({ cloud, mode, readOnly, halted, brake }: State): Piece[] {
  const isStopped = mode === 'auto' && halted !== undefined;
  return [
    ...(cloud
      ? [{ text: cloud.simulated ? '  SIMULATED' : '  REAL', tone: cloud.simulated ? 'good' : 'warn' } as const]
      : []),
    { text: `  ${mode.toUpperCase()}${isStopped ? ' STOPPED' : ''}`, tone: isStopped ? 'bad' : modeTones[mode] },
    ...(brake ? [{ text: '  BRAKE', tone: 'bad' } as const] : []),
    ...(readOnly ? [{ text: '  READ-ONLY', tone: 'strong' } as const] : []),
  ];
}

/** What verdicts and heals rest on: how old it is comes first. */
const first = ['nova', 'gnocchi'];

/**
 * How old the newest datum of each source is; a source that is three polls behind is pointed out. Of the others those
 * that are well share a word, so that the line holds them all.
 */
function agePieces(state: State): Piece[] {
  const { sources, at, settings } = state;
  const isAhead = (newest = Number.NaN) => newest - at > apart;
  const isLate = ({ newest }: SourceHealth) =>
    newest === undefined || isAhead(newest) || at - newest > 3000 * Math.max(settings.interval, 20);
  const ageOf = (newest: number) =>
    isAhead(newest) ? `${duration(newest - at)} ahead of our clock` : `${duration(at - newest)} old`;
  const isWell = (one: SourceHealth) =>
    one.ok && !first.includes(one.source) && !(one.newest !== undefined && isLate(one));
  const rank = ({ source }: SourceHealth) => first.indexOf(source) + 1 || first.length + 1;
  const told = sources.filter((one) => !isWell(one)).sort((a, b) => rank(a) - rank(b));
  const well = sources.filter(isWell).map(({ source }) => source);
  // While Nova does not answer nobody else is asked: what they said before is no word of how they are.
  const isAsked = !novaSilence(state);
  return [
    ...told.map((one): Piece => {
      const { source, ok, newest } = one;
      const words = !ok ? downFor(at, newest) : newest === undefined ? 'no data' : ageOf(newest);
      return { text: `${source} ${words}`, tone: !ok ? 'bad' : isLate(one) ? 'warn' : 'quiet' };
    }),
    ...(well.length ? [{ text: `${several(well)} ${isAsked ? 'ok' : '?'}`, tone: 'quiet' as const }] : []),
  ].flatMap((one, index): Piece[] => (index ? [{ text: ' · ', tone: 'quiet' }, one] : [one]));
}

const several = (names: readonly string[]): string => (names.length > 2 ? `${names.length} others` : names.join(' · '));

/** Milliseconds that two machines' clocks may be apart without a word. */
const apart = 5000;

const downFor = (at: number, newest = at): string => (at - newest >= 1000 ? `down ${duration(at - newest)}` : 'down');

function healthPieces(state: State): Piece[] {
  if (state.novaAt === undefined) return [];
  const { unhealthy, unknown } = healthCounts(state);
  const healing = novaSilence(state) ? 0 : [...state.incidents.values()].filter(isUnderWay).length;
  const all = state.vms.size;
  if (unknown && unknown === all)
    return [
      { text: '  ? unhealthy', tone: 'warn' },
      { text: ` · ${count(unknown)} of ${count(all)} unknown`, tone: 'warn' },
    ];
  return [
    ...(healing ? [{ text: `  ${healing} healing`, tone: 'good' } as const] : []),
    { text: `  ${count(unhealthy)} unhealthy`, tone: unhealthy ? 'bad' : 'quiet' },
    ...(unknown ? [{ text: ` · ${count(unknown)} unknown`, tone: 'warn' } as const] : []),
    { text: ` of ${count(all)} VMs`, tone: 'quiet' },
  ];
}

/** What keeps us from healing, the gravest first: the line is cut at its end. */
function troubleOf(state: State, keys: readonly KeySpec[]): Piece {
  const { sources, at, brake, hosts, halted, mode, lease } = state;
  const failed = sources.filter(({ ok }) => !ok);
  const silent = failed.some(({ source }) => source === 'gnocchi') ? undefined : telemetryFault(state);
  const words = [
    ...failed.map(({ source, reason }) => `${source}: ${reason ?? 'no answer'}`),
    ...sources.flatMap(({ source, ok, reason }) => (ok && reason && source === 'nova' ? `nova ${reason}` : [])),
    ...(silent ? [`telemetry lost: ${silent}`] : []),
    ...(brake ? [`brake: ${brake.words}${brake.calmSince === undefined ? '' : ', calm since, lets go soon'}`] : []),
    ...[...hosts.values()].flatMap(({ calmSince, words: what }) => (calmSince === undefined ? what : [])),
    ...(halted
      ? [`auto stopped by ${halted.who} ${duration(at - halted.at)} ago, ${keyOf(keys, 'halt')} lets it go on`]
      : []),
    ...(mode === 'auto' && lease && !lease.ours && lease.until > at
      ? [`${lease.holder} heals this cloud, not we`]
      : []),
  ];
  return words.length ? { text: clean(`! ${words.join(' · ')}`), tone: 'bad' } : ' ';
}
