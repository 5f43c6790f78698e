import { expect, test } from 'vitest';
import { ManualClock } from '../../../source/clock.ts';
import { Agenda } from '../../../source/simulator/agenda.ts';
import { createWorld } from '../../../source/simulator/world.ts';
import { workbench } from './mistral/workbench.ts';

const start = Date.UTC(2026, 0, 5, 9);

function bench() {
  const clock = new ManualClock(start);
  const world = createWorld({ clock, vms: 1, historyMinutes: 1 });
  const agenda = new Agenda(world);
  const story: string[] = [];
  const note = (what: string) => story.push(`${what} ${(world.now() - start) / 1000}`);
  return { clock, world, agenda, story, note };
}

test('what is due is done in order, each with the world at its time', async () => {
  const { clock, world, agenda, story, note } = bench();
  agenda.after(20, () => void note('b'));
  agenda.after(5, async () => {
    await Promise.resolve();
    note('a');
    agenda.after(3, () => void note('a again'));
  });
  agenda.after(100, () => void note('never'));
  clock.advance(60_000);
  await agenda.settle();
  expect(story).toEqual(['a 5', 'a again 8', 'b 20']);
  expect(world.now()).toBe(start + 60_000);
  clock.advance(30_000);
  await agenda.idle();
  expect(story).toHaveLength(3);
});

test('VMs live on between two jobs', async () => {
  const { clock, world, agenda } = bench();
  const actor = { userId: 'u', projectId: 'p', admin: true, requestId: 'req-1' };
  const vm = world.vms()[0]!;
  const seen: string[] = [];
  agenda.after(5, () => world.act(vm, 'hard-reboot', actor));
  agenda.after(24, () => void seen.push(String(vm.taskState)));
  agenda.after(26, () => void seen.push(String(vm.taskState)));
  clock.advance(60_000);
  await agenda.settle();
  expect(seen).toEqual(['rebooting_hard', 'null']);
});

test('the world does not go back to what was missed', async () => {
  const { clock, world, agenda, story, note } = bench();
  agenda.after(5, () => void note('late'));
  clock.advance(30_000);
  world.advance();
  await agenda.settle();
  expect(story).toEqual(['late 30']);
});

test('work waits as long as it says, and what comes from outside comes when it comes', async () => {
  const { clock, agenda, story, note } = bench();
  agenda.begin(
    (async function* () {
      note('begun');
      yield 7;
      note('goes on');
    })(),
  );
  let arrive = (_: string) => {};
  const answer = new Promise<string>((resolve) => {
    arrive = resolve;
  });
  agenda.whenever(answer, (words) => void note(words));
  clock.advance(10_000);
  await agenda.settle();
  expect(story).toEqual(['begun 0', 'goes on 7']);
  arrive('from outside');
  await agenda.idle();
  expect(story.at(-1)).toBe('from outside 10');
});

test('workflows go on though nobody asks for anything', async () => {
  const { define, start: run, vm, simulator, seconds } = await workbench();
  await define('it', 'input: [vm]\ntasks: {a: {wait-before: 5, action: nova.servers_stop server=<% $.vm %>}}');
  await run('it', { vm: vm().id });
  seconds(30);
  await simulator.turn();
  expect(vm().vmState).toBe('stopped');
});
