/**
 * node scripts/kill-heals.ts [rounds] [lanes]: kills real processes with SIGKILL in mid-heal. In each round a VM of a
 * served simulator breaks, `cloud-medic watch --mode auto` heals it, is killed at a random point (half of the time within
 * moments of its claim) and started again at once. A second one watches on the same folder; in some rounds a person
 * locks the VM at any moment, or somebody holds the journal. Counted are Nova's own records: one action a fault, none
 * under a person's lock, which stays, no lock of ours left, and an audit without a hole. Needs the built program. Exit
 * code 1 when a round fails.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Entry } from '../models/event.ts';
import { systemClock } from '../source/clock.ts';
import { cloudFiles } from '../source/cloud-files.ts';
import { openJournal } from '../source/journal.ts';
import { loadCloudConfig } from '../source/openstack/config.ts';
import { Nova } from '../source/openstack/nova.ts';
import { Session } from '../source/openstack/session.ts';
import { journalHeld, personLocks } from './disturbances.ts';
import { Medic, start } from './medic-process.ts';

const [rounds = 30, lanes = 3] = process.argv.slice(2).map(Number);
/** Seconds until a round counts as failed. */
const patience = 300;

type Round = {
  readonly fault: string;
  readonly killed: string;
  readonly seconds: number;
  readonly wrong: readonly string[];
};

process.setMaxListeners(0);
const done: Round[] = [];
let begun = 0;
await Promise.all(Array.from({ length: lanes }, () => lane()));
const wrong = done.filter((round) => round.wrong.length);
console.log(`${done.length} rounds, ${wrong.length} wrong`);
process.exit(wrong.length ? 1 : 0);

/** A simulator and a cloud-medic in front of it, one round after the other. */
async function lane(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-heals-'));
  const clouds = join(folder, 'clouds.yaml');
  const settings = { interval: 2, cooldown: 60, budget: 1000, perHost: 10, concurrent: 10, brakeLeast: 10 };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings));
  const simulator = start(folder, ['simulator', '--port', '0', '--vms', '40', '--write-clouds', clouds]);
  await until(() => existsSync(clouds), 20);
  const env = { OS_CLIENT_CONFIG_FILE: clouds, OS_CLOUD: 'simulated' };
  const config = loadCloudConfig({ cloud: 'simulated', env, cwd: folder, home: folder })!;
  const session = new Session(config, { clock: systemClock() });
  const medic = new Medic(folder);
  const other = new Medic(folder);
  const vms = (await new Nova(session).servers()).map(({ id }) => id);
  while (begun < rounds && vms.length) {
    const number = ++begun;
    const round = await play([medic, other], session, vms.pop()!, cloudFiles(folder, config).journal);
    done.push(round);
    const { fault, killed, seconds, wrong } = round;
    console.log(`${number}: ${fault}, killed ${killed}, ${seconds} s: ${wrong.join('; ') || 'right'}`);
  }
  for (const one of [medic, other]) one.kill();
  simulator.kill('SIGKILL');
  rmSync(folder, { recursive: true });
}

async function play(medics: readonly Medic[], session: Session, vm: string, file: string): Promise<Round> {
  const nova = new Nova(session);
  const fault = Math.random() < 0.5 ? 'crash' : 'error';
  const began = Date.now();
  const before = new Set((await nova.instanceActions(vm)).map(({ requestId }) => requestId));
  const body = { fault: 'crash', vm, seconds: 3600 };
  await session.call({ service: 'fault-injection', method: 'POST', path: '/v1/faults', body });
  if (fault === 'error') {
    // A dead guest in ERROR needs a hard reboot, which goes under a lock.
    await until(async () => (await nova.server(vm)).status === 'SHUTOFF', 30, 100);
    const body = { 'os-resetState': { state: 'error' } };
    await session.call({ service: 'compute', method: 'POST', path: `/servers/${vm}/action`, body });
  }
  const chance = Math.random();
  const disturbance = chance < 0.4 ? personLocks(nova, vm) : chance < 0.6 ? journalHeld(file) : undefined;
  const killed = await killSometime(medics, vm);
  const story = () => {
    const journal = openJournal(file);
    const entries = [...journal.entries({ from: began, vm })];
    journal.close();
    return entries;
  };
  const isOver = await until(() => story().some(({ kind }) => kind === 'resolved'), patience);
  const over = (await disturbance) ?? [];
  const isFree = () => nova.servers().then((all) => all.find(({ id }) => id === vm)?.locked === false);
  const isUnlocked = await until(isFree, 30);
  const deeds = (await nova.instanceActions(vm)).filter(
    (one) => !before.has(one.requestId) && one.userId !== undefined,
  );
  const sent = deeds.filter(({ action }) => action === 'start' || action === 'reboot');
  const entries = story();
  const wrong = [
    ...over,
    ...(isOver
      ? []
      : [`not over after ${patience} s (${entries.map(({ kind, words }) => `${kind}: ${words}`).join(' | ')})`]),
    ...(isUnlocked ? [] : ['still locked']),
    ...(sent.length === 1 ? [] : [`${sent.length} actions in Nova: ${deeds.map(({ action }) => action).join(', ')}`]),
    ...holes(entries),
  ];
  return { fault, killed, seconds: Math.round((Date.now() - began) / 1000), wrong };
}

/** Half of the time within 40 ms of the claim, else at any time in which a heal may be under way; then started again. */
async function killSometime(medics: readonly Medic[], vm: string): Promise<string> {
  const healer = () => medics.find(({ claims }) => claims.has(vm));
  const any = medics[Math.floor(Math.random() * medics.length)]!;
  if (Math.random() < 0.5) {
    const delay = Math.round(Math.random() * 40);
    const isClaimed = await until(() => healer() !== undefined, 60, 1);
    await wait(delay);
    (healer() ?? any).restart();
    return isClaimed ? `${delay} ms after its claim` : 'without a claim';
  }
  const delay = Math.round(Math.random() * 50_000);
  await wait(delay);
  (healer() ?? any).restart();
  return `after ${(delay / 1000).toFixed(1)} s`;
}

/** Claims of which the audit does not say how they ended, and any that is there twice. */
function holes(entries: readonly Entry[]): string[] {
  const claims = entries
    .filter(({ kind }) => kind === 'claimed')
    .map(({ incident, data }) => `${incident} ${data.number}`);
  const ends = entries.filter(({ kind, data }) => data.outcome !== undefined && kind !== 'note').length;
  const resolved = entries.some(({ kind, data }) => kind === 'resolved' && data.outcome === undefined) ? 1 : 0;
  return [
    ...(new Set(claims).size === claims.length ? [] : ['a claim twice']),
    ...(ends + resolved >= claims.length ? [] : [`${claims.length} claims, ${ends} ends in the audit`]),
  ];
}

async function until(holds: () => boolean | Promise<boolean>, seconds: number, pause = 500): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await wait(pause)) if (await holds()) return true;
  return false;
}
