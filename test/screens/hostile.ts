import fc from 'fast-check';
import { softReboot } from '../../models/actions/soft-reboot.ts';
import type { State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { attemptOf } from './care-fixture.ts';
import { incidentOf, injectionOf, now, planOf, stateOf, verdictOf, vmOf } from './fixture.ts';

/** What a guest or a user may write where we show it. */
export const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '\x1b[2J\x1b[Hgone',
    '\x1b]0;title\x07web',
    '数据库服务器主节点一号机房数据库服务器',
    'a\u202egnp.exe',
    '👩‍👩‍👧‍👦 family',
    'e\u0301\u0301\u0301\u0301',
    'line\nbreak\r\ttab',
    '\x9b31mred',
  ),
);

/** A cloud in which everything that others write is one of these. */
export function hostileState(names: readonly string[]): State {
  const vms: Vm[] = names.map((name, index) =>
    vmOf(`id-${index}`, { name, host: name, fault: name, metadata: { [name]: name }, taskState: name }),
  );
  const words = names[0]!;
  return stateOf(vms, {
    cloud: { name: words, project: words, user: words, region: words, simulated: false, roles: [] },
    sources: [{ source: 'gnocchi', ok: false, newest: undefined, reason: words }],
    verdicts: new Map(vms.map((vm) => [vm.id, verdictOf(vm.id, 0.9, { reasons: [words, words], diagnosis: 'hang' })])),
    incidents: new Map(
      vms.map((vm) => [
        vm.id,
        incidentOf(vm, {
          words,
          acknowledged: { who: words, at: now },
          plan: planOf(softReboot, vm, { because: words, refusals: [{ guard: words, reason: words }] }),
          attempts: [attemptOf(vm, { who: words, words, requestId: words, outcome: 'no help' })],
        }),
      ]),
    ),
    hosts: new Map([
      [words, { host: words, openedAt: now, vms: vms.map(({ id }) => id), calmSince: undefined, words }],
    ]),
    brake: { since: now, words, calmSince: undefined },
    quarantine: new Map(vms.map(({ id, name }) => [id, { since: now, vmName: name, words }])),
    maintenance: new Map([[`host ${words}`, { who: words, since: now, until: undefined, reason: words }]]),
    injections: vms.map((vm) => injectionOf(vm)),
    evidence: new Map(vms.map((vm) => [vm.id, names])),
    entries: vms.map((vm) => ({
      at: now,
      kind: 'note',
      vm: vm.id,
      vmName: vm.name,
      incident: undefined,
      who: words,
      words,
      data: {},
    })),
  });
}
