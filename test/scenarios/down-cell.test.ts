import { expect, test } from 'vitest';
import type { Engine } from '../../source/engine.ts';
import { lab, story } from './lab.ts';

const onHost = (engine: Engine, host: string) => [...engine.getState().vms.values()].filter((vm) => vm.host === host);

test.each([true, false])('a cell goes down under an alarm and comes back (lists skip it: %s)', async (skips) => {
  const { simulator, medic, pass, inject, deeds } = lab({ vms: 8 });
  const engine = await medic({ mode: 'confirm' });
  const [sick, well] = onHost(engine, 'compute-1');
  await inject('crash', sick!.id);
  await pass(60, [engine]);
  expect(engine.getState().incidents.has(sick!.id)).toBe(true);

  const { hosts } = simulator.world;
  hosts.unreached.add('compute-1');
  hosts.skipsUnreached = skips;
  await pass(60, [engine]);
  const { vms, verdicts, incidents, sources } = engine.getState();
  expect(vms.size).toBe(8);
  expect(vms.get(well!.id)).toEqual({ ...well, lastAction: undefined, unknown: 'Nova does not reach its cell' });
  expect(verdicts.get(well!.id)).toMatchObject({
    probability: undefined,
    reasons: ['unknown: Nova does not reach its cell'],
  });
  expect(incidents.get(sick!.id)).toMatchObject({ phase: 'held', diagnosis: 'crash' });
  expect(incidents.get(sick!.id)!.words).toContain('unknown: Nova does not reach its cell');
  expect(sources.find(({ source }) => source === 'nova')?.ok).toBe(true);

  const { id, plan } = incidents.get(sick!.id)!;
  engine.dispatch({ type: 'confirmed', incident: id, action: plan!.action, who: 'ada' });
  await pass(10, [engine]);
  hosts.unreached.clear();
  await pass(60, [engine]);
  expect(engine.getState().vms.get(well!.id)!.unknown).toBeUndefined();
  expect(engine.getState().incidents.get(sick!.id)!.words).not.toContain('unknown');
  expect(story(engine).filter((line) => /deleted|resolved/.test(line))).toEqual([]);
  expect(await deeds(sick!.id)).not.toContain('start');
  engine.stop();
});
