import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../../models/action.ts';
import { columnOf, metrics } from '../../models/metrics/index.ts';
import type { Sample, Vm } from '../../models/vm.ts';
import type { Session } from '../../source/openstack/session.ts';
import type { Cloud } from '../../source/ports.ts';
import { alarmContract } from './alarm-contract.ts';
import { stackContract } from './stack-contract.ts';
import { workflowContract } from './workflow-contract.ts';

/** A cloud to try, with a VM that may be stopped and rebooted. */
export type Ground = {
  readonly cloud: Cloud;
  /** The same cloud with a wrong password. */
  readonly stranger: Cloud;
  /** The same cloud and user, for calls that `Cloud` has no method for. */
  readonly session: Session;
  readonly vm: string;
  /** What a further server may be made of: the properties of an OS::Nova::Server. */
  readonly serverProperties: Readonly<Record<string, unknown>>;
  /** The user and project that the cloud should name. */
  readonly user: string;
  readonly project: string;
  /** Epoch milliseconds on the cloud's clock. */
  now(): number;
  /** Lets time pass. */
  pass(seconds: number): Promise<void>;
  /** Seconds that the cloud may take for a reboot or stop. */
  readonly patience: number;
  tearDown(): Promise<void>;
};

const needed = ['cpu', 'memory', 'diskRead', 'netIn'] as const;

/** What the rest of the program relies on, whichever cloud it is. */
export function cloudContract(name: string, setUp: () => Promise<Ground>): void {
  describe(`a cloud: ${name}`, () => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await setUp();
    });
    afterAll(() => ground?.tearDown());

    const look = async (): Promise<Vm> => {
      const { vms } = await ground.cloud.observe();
      const vm = vms.find((each) => each.id === ground.vm);
      if (!vm) throw new Error('the VM is not in the list');
      return vm;
    };
    const until = async (what: string, holds: (vm: Vm) => boolean): Promise<Vm> => {
      for (let waited = 0; ; waited += 2) {
        const vm = await look();
        if (holds(vm)) return vm;
        if (waited >= ground.patience) throw new Error(`not ${what} after ${waited} s: ${JSON.stringify(vm)}`);
        await ground.pass(2);
      }
    };
    const action = (body: Call['body'], vm = ground.vm): Call => ({
      service: 'compute',
      method: 'POST',
      path: `/servers/${vm}/action`,
      body,
    });
    const running = (vm: Vm) => vm.status === 'ACTIVE' && vm.power === 'running' && !vm.taskState;

    test('connecting tells who we are', async () => {
      const info = await ground.cloud.connect();
      expect(info).toMatchObject({ user: ground.user, project: ground.project });
      expect(info.roles.length).toBeGreaterThan(0);
      expect(info.region).not.toBe('');
    });

    test('a VM is described whole', async () => {
      const vm = await until('running', running);
      expect(vm.name).not.toBe('');
      expect(vm.projectId).toMatch(/^[0-9a-f]{32}$/);
      expect(vm.userId).toMatch(/^[0-9a-f]{32}$/);
      expect(vm.host).not.toBe('');
      expect(vm.flavor).not.toBe('');
      expect(vm.shape.vcpus).toBeGreaterThan(0);
      expect(vm.shape.memoryMb).toBeGreaterThan(0);
      expect(vm.locked).toBe(false);
      expect(vm.createdAt).toBeLessThanOrEqual(vm.updatedAt);
      expect(vm.launchedAt).toBeGreaterThanOrEqual(vm.createdAt);
      expect(vm).toMatchObject({ fault: undefined, lastAction: undefined, errors: 0 });
    });

    test('its samples are sane, rise in time and come once', async () => {
      const seen: Sample[] = [];
      // Meters arrive one by one: a sample may come again, fuller.
      const whole = () => seen.filter(({ values }) => needed.every((id) => !Number.isNaN(values[columnOf[id]]!)));
      for (let waited = 0; waited < 120; waited += 5) {
        const { samples, sources, granularity } = await ground.cloud.observe();
        expect(sources.filter((source) => !source.ok)).toEqual([]);
        expect(granularity).toBeGreaterThan(0);
        seen.push(...samples.filter((sample) => sample.vm === ground.vm));
        if (whole().length >= 2 && new Set(seen.map((sample) => sample.at)).size >= 3) break;
        await ground.pass(5);
      }
      expect(whole().length).toBeGreaterThanOrEqual(2);
      const times = seen.map((sample) => sample.at);
      expect(new Set(times).size).toBeGreaterThanOrEqual(3);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const { values } of seen) {
        expect(values.length).toBe(metrics.length);
        for (const [column, metric] of metrics.entries()) {
          const value = values[column]!;
          if (Number.isNaN(value)) continue;
          expect(value, metric.id).toBeGreaterThanOrEqual(0);
          expect(value, metric.id).toBeLessThanOrEqual(metric.ceiling ?? 1e12);
        }
      }
      expect(whole().at(-1)!.values[columnOf.memory]).toBeGreaterThan(0);
      expect(seen.at(-1)!.values[columnOf.errors]).toBe(0);
    });

    test('all checks are good', async () => {
      const checks = await ground.cloud.checks();
      expect(checks.map((check) => check.service)).toEqual(expect.arrayContaining(['keystone', 'nova', 'gnocchi']));
      expect(checks.filter((check) => !check.ok)).toEqual([]);
      for (const check of checks) expect(check.version, check.service).toBeTruthy();
    });

    test('a soft reboot is accepted, seen and ends', async () => {
      const { requestId } = await ground.cloud.act(action({ reboot: { type: 'SOFT' } }));
      expect(requestId).toMatch(/^req-/);
      const rebooting = await until('rebooting', (vm) => vm.status === 'REBOOT');
      expect(rebooting.lastAction).toMatchObject({ action: 'reboot', requestId });
      await until('running again', running);
    });

    test('a stop leaves the VM off, and tells that a person did it', async () => {
      const { requestId } = await ground.cloud.act(action({ 'os-stop': null }));
      const stopped = await until('off', (vm) => vm.status === 'SHUTOFF' && !vm.taskState);
      expect(stopped.power).toBe('shutdown');
      expect(stopped.lastAction).toMatchObject({ action: 'stop', requestId });
      expect(stopped.lastAction?.userId).toMatch(/^[0-9a-f]{32}$/);
    });

    test('what the state does not allow is refused in Nova’s words', async () => {
      const refusal = ground.cloud.act(action({ 'os-stop': null }));
      await expect(refusal).rejects.toMatchObject({ name: 'Failure', code: 'conflict', status: 409 });
      await expect(refusal).rejects.toThrow(/Cannot 'stop' instance .* while it is in vm_state stopped/);
    });

    test('a start brings it back', async () => {
      await ground.cloud.act(action({ 'os-start': null }));
      await until('running', running);
    });

    test('the console and the actions of the VM can be read', async () => {
      let lines: string[] = [];
      for (let waited = 0; waited < 60 && lines.length < 2; waited += 2) {
        lines = await ground.cloud.consoleLog(ground.vm, 5);
        if (lines.length < 2) await ground.pass(2);
      }
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.length).toBeLessThanOrEqual(5);
      const record = await ground.cloud.server(ground.vm);
      expect(record).toMatchObject({ id: ground.vm, status: 'ACTIVE', addresses: expect.anything() });
      const actions = await ground.cloud.instanceActions(ground.vm);
      expect(actions.slice(0, 3).map((each) => each.action)).toEqual(['start', 'stop', 'reboot']);
      expect(actions[0]!.startedAt).toBeGreaterThanOrEqual(actions[1]!.startedAt);
    });

    alarmContract(() => ground);
    workflowContract(() => ground);
    stackContract(() => ground);

    test('a VM that does not exist is not found', async () => {
      const nobody = '00000000-0000-4000-8000-000000000000';
      const unknown = { name: 'Failure', code: 'not-found', status: 404 };
      await expect(ground.cloud.act(action({ 'os-start': null }, nobody))).rejects.toMatchObject(unknown);
      await expect(ground.cloud.instanceActions(nobody)).rejects.toMatchObject(unknown);
      await expect(ground.cloud.server(nobody)).rejects.toMatchObject(unknown);
    });

    test('a wrong password is told as such', async () => {
      const refusal = { name: 'Failure', code: 'unauthorized', status: 401 };
      await expect(ground.stranger.connect()).rejects.toMatchObject(refusal);
      expect(await ground.stranger.checks()).toMatchObject([{ service: 'keystone', ok: false }]);
    });
  });
}
