import fc from 'fast-check';
import { actions } from '../../../models/actions/index.ts';
import type { Mode } from '../../../models/event.ts';
import { warnings } from '../../../models/guards/index.ts';
import type { Medic } from './medic.ts';
import type { Fate, Lie, Patient } from './patient.ts';

/** What happens in a random world: the world's own troubles, what people do, and the death of the process. */
export type Deed = { readonly does: (medic: Medic) => void; readonly [fc.toStringMethod]: () => string };

/** `words` is what a failing run is told in. */
const deed = (words: string, does: (medic: Medic) => void): Deed => ({ does, [fc.toStringMethod]: () => words });
const place = fc.nat(13);
const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];
const vmAt = (medic: Medic, index: number) =>
  at(
    medic.world.vms.filter(({ deleted }) => !deleted),
    index,
  );
const incidentAt = (medic: Medic, index: number) => at([...medic.state.incidents.values()], index);

const onVm = <T>(
  other: fc.Arbitrary<T>,
  word: string,
  does: (medic: Medic, vm: NonNullable<ReturnType<typeof vmAt>>, other: T) => void,
) =>
  fc.tuple(place, other).map(([index, value]) =>
    deed(`${word} ${index} ${JSON.stringify(value) ?? ''}`, (medic) => {
      const vm = vmAt(medic, index);
      if (vm) does(medic, vm, value);
    }),
  );
const onIncident = <T>(other: fc.Arbitrary<T>, word: string, does: (medic: Medic, id: string, other: T) => void) =>
  fc.tuple(place, other).map(([index, value]) =>
    deed(`${word} ${index} ${JSON.stringify(value) ?? ''}`, (medic) => {
      const incident = incidentAt(medic, index);
      if (incident) does(medic, incident.id, value);
    }),
  );
const nothing = fc.constant(undefined);
const who = 'eve';

const sickness = onVm(fc.constantFrom('cpu-hog', 'memory-leak', 'hang', 'disk-full'), 'sicken', (_, vm, fault) => {
  vm.sick = fault;
});
const death = onVm(nothing, 'kill', ({ world }, vm) => world.die(vm));
const user = onVm(
  fc.constantFrom('stop', 'pause', 'suspend', 'shelve', 'resize', 'start', 'reboot'),
  'user',
  ({ world }, vm, act) => world.user(vm, act),
);
const locks = onVm(fc.boolean(), 'lock', ({ world }, vm, on) => world.lock(vm, on, on ? 'mine' : undefined));
const reasons = (vm: Patient): Readonly<Record<string, string | undefined>> => ({
  lock: 'mine',
  'our words': vm.lockedReason ?? `cloud-medic heal x-${vm.id}`,
});
/** A person's deed in the moment between two calls of ours. */
const ambush = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom('lock', 'bare lock', 'our words', 'unlock', 'reboot', 'stop'))
  .map(([calls, what]) =>
    deed(`ambush in ${calls}: ${what}`, ({ world }) => {
      const does = (vm: Patient) => {
        if (what === 'reboot' || what === 'stop') world.user(vm, what);
        else if (what === 'unlock') world.lock(vm, false, undefined);
        else world.lock(vm, true, reasons(vm)[what]);
      };
      world.ambush = { calls, does };
    }),
  );
const lies = fc
  .constantFrom<Lie | undefined>(undefined, undefined, 'no records', 'no times', 'no locks', 'no reasons')
  .map((lie) => deed(`lie: ${lie}`, ({ world }) => void Object.assign(world, { lie })));
const clocks = fc
  .constantFrom(0, 0, 20_000, -20_000, 600_000, -600_000, 7_200_000)
  .map((ahead) => deed(`clock ${ahead / 1000} s ahead`, (medic) => void Object.assign(medic, { ahead })));
const journals = fc
  .boolean()
  .map((failing) => deed(`journal fails: ${failing}`, ({ paper }) => void Object.assign(paper, { failing })));
const silence = onVm(fc.boolean(), 'silence', (_, vm, on) => {
  vm.silent = on;
});
const cell = onVm(fc.constantFrom('up', 'down', 'left out'), 'cell', (_, vm, is) => {
  vm.cell = is;
});
const deletion = onVm(nothing, 'delete', ({ world }, vm) => {
  vm.deleted = true;
  world.overtake(vm);
});
const recovery = onVm(nothing, 'recover', (_, vm) => {
  vm.sick = undefined;
});
const sources = fc.tuple(fc.constantFrom('nova', 'gnocchi', 'mistral'), fc.boolean()).map(([source, on]) =>
  deed(`${source} ${on}`, ({ world }) => {
    world.sources[source] = on;
  }),
);
const allSilent = fc.boolean().map((on) =>
  deed(`silence all ${on}`, ({ world }) => {
    for (const vm of world.vms) vm.silent = on;
  }),
);
const host = fc
  .tuple(fc.nat(3), fc.constantFrom('up', 'unknown', 'down', 'maintenance'))
  .map(([index, status]) =>
    deed(`host-${index} ${status}`, ({ world }) => void world.hosts.set(`host-${index}`, status)),
  );
const fates = fc
  .array(fc.constantFrom<Fate>('ok', 'deaf', 'lost', 'refused', 'fails'), { minLength: 1, maxLength: 4 })
  .map((list) =>
    deed(`fates ${list}`, ({ world }) => {
      world.fates = [...list];
    }),
  );
const effect = fc.tuple(fc.boolean(), fc.constantFrom(5, 20, 60, 400)).map(([cures, seconds]) =>
  deed(`cures ${cures} in ${seconds} s`, ({ world }) => {
    world.cures = cures;
    world.seconds = seconds;
  }),
);
const mode = fc
  .constantFrom<Mode>('observe', 'confirm', 'auto', 'auto')
  .map((to) => deed(`mode ${to}`, (medic) => medic.tell({ type: 'mode-set', mode: to, who })));
const confirm = onIncident(fc.boolean(), 'confirm', (medic, id, typed) => {
  const incident = [...medic.state.incidents.values()].find((one) => one.id === id)!;
  const action = incident.plan?.action ?? 'hard-reboot';
  const warned = typed ? warnings(incident.plan?.refusals ?? []).map(({ guard }) => guard) : [];
  medic.tell({ type: 'confirmed', incident: id, action, who, warned, ...(typed ? { typed: incident.vmName } : {}) });
});
const ask = onVm(fc.constantFrom(undefined, ...actions.map(({ id }) => id)), 'ask', (medic, vm, action) =>
  medic.tell({ type: 'heal-asked', vm: vm.id, action, who }),
);
const byHand = onVm(fc.constantFrom(undefined, ...actions.map(({ id }) => id)), 'heal', (one, vm, action) => {
  // Each second one is asked for at the other console.
  const medic = (one.world.now / 10_000) % 2 ? one : (one.peer ?? one);
  medic.tell({ type: 'heal-asked', vm: vm.id, action, who });
  const incident = medic.state.incidents.get(vm.id);
  if (!incident?.plan) return;
  medic.tell({ type: 'confirmed', incident: incident.id, action: incident.plan.action, who, typed: vm.name });
});
const withdraw = onIncident(nothing, 'withdraw', (medic, incident) =>
  medic.tell({ type: 'heal-withdrawn', incident, who }),
);
const acknowledge = onIncident(fc.boolean(), 'acknowledge', (medic, incident, on) =>
  medic.tell({ type: 'acknowledged', incidents: [incident], on, who }),
);
const snooze = onIncident(fc.nat(30), 'snooze', (medic, incident, minutes) =>
  medic.tell({ type: 'snoozed', incident, until: medic.world.now + minutes * 60_000, who }),
);
const maintenance = onVm(fc.constantFrom('vm', 'host'), 'maintain', (medic, vm, kind) => {
  const subject = { kind, id: kind === 'vm' ? vm.id : vm.host };
  medic.tell({ type: 'maintenance-set', subject, reason: 'disks', until: undefined, who });
});
const lift = onVm(nothing, 'lift', (medic, vm) => medic.tell({ type: 'quarantine-lifted', vm: vm.id, who }));
const halt = fc.boolean().map((on) => deed(`halt ${on}`, (medic) => medic.tell({ type: 'halted', on, who })));
const lease = fc.boolean().map((ours) =>
  deed(`lease ${ours}`, (medic) => {
    const until = medic.world.now + 3600_000;
    medic.tell({ type: 'leased', lease: { holder: ours ? 'us' : 'them', ours, until } });
  }),
);
const crash = fc.nat(3).map((life) =>
  deed(`crash in ${life}`, (medic) => {
    if (life) medic.life = life;
    else medic.restart();
  }),
);

/** All troubles but the VMs' own are over: without it most long worlds would end in silence. */
const calm = fc.constant(
  deed('calm', (medic) => {
    const { world } = medic;
    Object.assign(world.sources, { nova: true, gnocchi: true, mistral: true });
    for (const vm of world.vms) Object.assign(vm, { silent: false, cell: 'up' });
    world.hosts.clear();
    Object.assign(world, { lie: undefined, ambush: undefined });
    Object.assign(medic, { ahead: 0 });
    medic.paper.failing = false;
    medic.tell({ type: 'mode-set', mode: 'auto', who });
    medic.tell({ type: 'halted', on: false, who });
    medic.tell({ type: 'leased', lease: undefined });
    for (const key of medic.state.maintenance.keys()) {
      const [kind, id] = key.split(' ') as ['vm' | 'host', string];
      medic.tell({ type: 'maintenance-cleared', subject: { kind, id }, who });
    }
  }),
);

const often = (weight: number, arbitrary: fc.Arbitrary<Deed>) => ({ weight, arbitrary });
const anything = fc.oneof(
  ...[
    often(10, sickness),
    often(8, death),
    often(4, user),
    often(2, locks),
    often(2, silence),
    often(1, deletion),
    often(2, cell),
  ],
  ...[often(2, recovery), often(2, sources), often(1, allSilent), often(1, host), often(6, fates), often(3, effect)],
  ...[
    ...[often(6, ambush), often(2, lies), often(2, clocks), often(2, journals)],
    often(2, mode),
    often(6, confirm),
    often(2, ask),
    often(4, byHand),
    often(1, withdraw),
    often(1, acknowledge),
    often(1, snooze),
  ],
  ...[often(1, maintenance), often(2, lift), often(1, halt), often(1, lease), often(5, crash), often(6, calm)],
);
/** Deeds, each with the polls that pass after it. */
export const script = fc.array(fc.tuple(anything, fc.nat(18)), { minLength: 5, maxLength: 30 });
export const settings = fc.record({
  routes: fc.constantFrom({}, { 'hard-reboot': 'mistral', 'soft-reboot': 'mistral' } as const),
  ceiling: fc.constantFrom(4, 4, 2, 7),
});
