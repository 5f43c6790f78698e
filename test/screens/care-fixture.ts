import { hardReboot } from '../../models/actions/hard-reboot.ts';
import { rebuild } from '../../models/actions/rebuild.ts';
import { serverAction } from '../../models/actions/server-action.ts';
import { softReboot } from '../../models/actions/soft-reboot.ts';
import type { Attempt } from '../../models/incident.ts';
import { lockReason } from '../../models/lock.ts';
import type { State } from '../../models/state.ts';
import type { Vm } from '../../models/vm.ts';
import { aClaim } from '../models/fixture.ts';
import { incidentOf, now, planOf, stateOf, verdictOf, vmOf } from './fixture.ts';

/** An attempt straight to Nova, locked and unlocked as from rung 4 on. */
export function attemptOf(vm: Vm, rest: Partial<Attempt> = {}): Attempt {
  return {
    action: 'hard-reboot',
    number: 1,
    vm: vm.id,
    host: vm.host,
    who: 'auto',
    claimedAt: now - 60_000,
    acceptedAt: now - 59_000,
    requestId: 'req-1',
    doneAt: undefined,
    outcome: 'under way',
    words: 'the cloud accepted it (req-1)',
    route: 'nova',
    before: [serverAction(vm, { lock: { locked_reason: lockReason(`i-${vm.id}`) } })],
    call: hardReboot.call(vm),
    undo: [serverAction(vm, { unlock: null })],
    follow: { kind: 'server' },
    ...rest,
  };
}

export const web = vmOf('web', { host: 'compute-1', image: 'img-1' });
export const db = vmOf('db', { host: 'compute-2' });

/** One VM under an open incident with this news. */
export function withIncident(rest: Parameters<typeof incidentOf>[1] = {}, state: Partial<State> = {}): State {
  return stateOf([web, db], {
    verdicts: new Map([
      [web.id, verdictOf(web.id, 0.97, { diagnosis: 'hang', confidence: 0.9, reasons: ['CPU 0 %'] })],
    ]),
    incidents: new Map([[web.id, incidentOf(web, { diagnosis: 'hang', plan: planOf(hardReboot, web), ...rest })]]),
    ...state,
  });
}

/** A plan of which one guard holds everybody, one is skipped by a yes, and one asks for the name. */
export const guarded = () =>
  planOf(rebuild, web, {
    before: [serverAction(web, { lock: { locked_reason: lockReason('i-web') } })],
    undo: [serverAction(web, { unlock: null })],
  });

/** Everything at once: a host that fails, the brake, a stopped auto, another's lease, quarantine, Aodh. */
export function stormy(): State {
  const vms = Array.from({ length: 14 }, (_, i) => vmOf(`vm-${i}`, { host: `compute-${i % 2}` }));
  const [first, second, third, fourth, fifth] = vms as [Vm, Vm, Vm, Vm, Vm];
  const incidents = [
    incidentOf(first, { phase: 'escalated', plan: undefined, words: 'every action of the ladder was tried' }),
    incidentOf(second, { acknowledged: { who: 'alice', at: now - 60_000 } }),
    incidentOf(third, { snoozed: { who: 'bob', until: now + 3_600_000 } }),
    incidentOf(fourth, { phase: 'healing', attempts: [attemptOf(fourth)] }),
    incidentOf(fifth, {
      phase: 'verifying',
      healthyInARow: 2,
      attempts: [
        attemptOf(fifth, {
          action: 'soft-reboot',
          call: softReboot.call(fifth),
          outcome: 'no help',
          before: [],
          undo: [],
        }),
        attemptOf(fifth, { number: 2, doneAt: now - 20_000 }),
      ],
    }),
  ];
  const words = 'host compute-1: 4 of its 7 VMs fail at once';
  return {
    ...stateOf(vms, {
      incidents: new Map(incidents.map((one) => [one.vm, one])),
      hosts: new Map([
        [
          'compute-1',
          {
            host: 'compute-1',
            openedAt: now - 90_000,
            vms: ['vm-9', 'vm-7', 'vm-1', 'vm-5'],
            calmSince: undefined,
            words,
          },
        ],
      ]),
      brake: { since: now - 60_000, words: '9 of 14 VMs are unhealthy at once', calmSince: undefined },
      halted: { who: 'alice', at: now - 30_000 },
      lease: { holder: 'other 7', ours: false, until: now + 60_000 },
      quarantine: new Map([['vm-0', { since: now - 120_000, vmName: 'vm-0', words: '3 heals brought nothing' }]]),
      maintenance: new Map([
        ['vm vm-6', { who: 'carol', since: now - 1000, until: now + 3_600_000, reason: 'kernel update' }],
      ]),
      aodh: new Map([
        ['vm-0', { state: 'alarm', since: now - 205_000 }],
        ['vm-1', { state: 'ok', since: now - 500_000 }],
        ['vm-2', { state: 'insufficient data', since: now - 500_000 }],
        ['vm-8', { state: 'alarm', since: now - 30_000 }],
      ]),
      claims: [
        aClaim({ vm: 'vm-3', at: now - 60_000, outcome: 'under way' }),
        aClaim({ vm: 'vm-4', at: now - 60_000 }),
      ],
    }),
    mode: 'auto',
  };
}
