import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { lock, unlock } from '../models/lock.ts';
import type { Nova } from '../source/openstack/nova.ts';

/** Milliseconds in which a call of ours may be on its way already when somebody locks. */
const onItsWay = 1500;

/** A person locks the VM at a random moment of its heal, for a while. Returns what was done over that lock. */
export async function personLocks(nova: Nova, vm: string): Promise<string[]> {
  await wait(Math.random() * 15_000);
  const reason = { lock: Math.random() < 0.5 ? null : { locked_reason: 'upgrade' } };
  const { requestId } = await nova.send({ ...lock({ id: vm }, ''), body: reason });
  await wait(10_000);
  const actions = await nova.instanceActions(vm);
  const place = actions.findIndex((one) => one.requestId === requestId);
  // Nova says yes, and does nothing, to who locks a locked VM of the own project: that was ours.
  if (place < 0) return [];
  const since = actions[place]!.startedAt;
  const over = actions.slice(0, place).filter(({ startedAt, userId }) => userId && startedAt > since + onItsWay);
  const { locked } = await nova.server(vm);
  await nova.send(unlock({ id: vm }));
  const isLifted = locked === true ? [] : ["a person's lock is gone"];
  return [...isLifted, ...over.map(({ action }) => `${action} under a person's lock`)];
}

/** Somebody holds the journal for some seconds, so that nothing can be written into it. */
export async function journalHeld(file: string): Promise<string[]> {
  await wait(Math.random() * 15_000);
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN IMMEDIATE');
    await wait(3000);
    database.exec('ROLLBACK');
  } catch {
    // One that is written to in this very moment cannot be held.
  } finally {
    database.close();
  }
  return [];
}
