import type { TestProject } from 'vitest/node';
import { Session } from '../../source/openstack/session.ts';
import { clock, deleteServer, guest, makeServer, newestSample, realCloud } from './real.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A guest that nothing is done to. */
    bystander: string;
  }
}

/** Seconds until a fresh guest must have its first sample. */
const patience = 180;

/** A guest beside the whole suite, whose samples must go on whatever is tried. */
export default async function setup({ provide }: TestProject) {
  const session = new Session(realCloud(), { clock });
  const id = await makeServer(session, 'bystander', guest);
  const remove = () => deleteServer(session, id);
  for (let waited = 0; (await newestSample(session, id)) === undefined; waited += 2) {
    if (waited >= patience) {
      await remove();
      throw new Error(`The bystander has no sample after ${patience} s: this cloud has no telemetry to look after.`);
    }
    await clock.sleep(2000);
  }
  provide('bystander', id);
  return remove;
}
