import type { Call } from '../../models/action.ts';
import { defaultSettings } from '../../models/heal-settings.ts';
import { emptyState } from '../../models/state.ts';
import { ManualClock } from '../../source/clock.ts';
import { Engine } from '../../source/engine.ts';
import { holderHere } from '../../source/journal/holder.ts';
import { openJournal } from '../../source/journal.ts';
import { loadModel } from '../../source/model-file.ts';
import { openstackCloud } from '../../source/openstack/cloud.ts';
import type { Cloud, Pager } from '../../source/ports.ts';
import { simulatedCloud } from '../../source/simulated.ts';

type Around = (when: 'before' | 'after', call: string) => Promise<void>;

/** A stand-in with an administrator who does things at any moment, and engines on one journal whose calls are noted. */
export function company() {
  const clock = new ManualClock();
  const { config, fetch, simulator } = simulatedCloud({ vms: 6, seed: 3, clock });
  const journal = openJournal(':memory:');
  /** What was sent by us, in words, and what a person was told. */
  const sent: string[] = [];
  const pages: string[] = [];
  const client = () => openstackCloud(config, { fetch, clock });
  const pager: Pager = { page: async ({ words }) => void pages.push(words) };

  const ticks = async (count: number, engine: Engine) => {
    for (let i = 0; i < count; i++) {
      clock.advance(10_000);
      await engine.tick();
      await engine.idle();
    }
  };

  /** In confirm mode. `around` is told of each call before and after it is sent. */
  const anEngine = async (around: Around = async () => undefined, cloud: Cloud = client(), holder = holderHere()) => {
    const act: Cloud['act'] = async (call) => {
      const word = Object.keys(call.body as object)[0]!;
      sent.push(word);
      await around('before', word);
      const answer = await cloud.act(call);
      await around('after', word);
      return answer;
    };
    const state = emptyState(loadModel(), 'confirm', false, defaultSettings);
    const engine = new Engine({ cloud: { ...cloud, act }, clock, journal, state, pager, holder });
    await engine.connect();
    await ticks(2, engine);
    return engine;
  };

  return {
    ...{ clock, simulator, journal, sent, pages, client, ticks, anEngine },
    /** The server as Nova has it now. */
    server: (id: string) => simulator.world.vms().find((one) => one.id === id)!,
    /** Does something to a VM behind our back. */
    person: async (id: string, body: unknown) => {
      const call: Call = { service: 'compute', method: 'POST', path: `/servers/${id}/action`, body };
      await client().act(call);
    },
  };
}

export const first = (engine: Engine) => [...engine.getState().vms.values()][0]!.id;

/** Asks for a hard reboot of the first VM and says yes; returns the incident. */
export async function reboot(engine: Engine): Promise<string> {
  const vm = first(engine);
  engine.dispatch({ type: 'heal-asked', vm, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  const { id } = engine.getState().incidents.get(vm)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: 'hard-reboot', who: 'ada' });
  await engine.idle();
  return id;
}
