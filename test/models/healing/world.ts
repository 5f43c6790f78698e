import type { Call } from '../../../models/action.ts';
import {
  type Execution,
  type HostStatus,
  type Look,
  notReached,
  type Observation,
  type Vm,
  type Watch,
} from '../../../models/vm.ts';
import { withDeeds } from '../../../source/openstack/fleet.ts';
import { aVm, now } from '../fixture.ts';
import { lied, stacksOf } from './lies.ts';
import { type Answer, type Fate, type Job, type Lie, medic, type Patient } from './patient.ts';
import { Persons } from './persons.ts';

/** A cloud in a few lines: Nova's states and tasks, Mistral's executions, Heat's replacements. */
export class World {
  now = now;
  readonly vms: Patient[];
  readonly executions = new Map<string, { -readonly [Key in keyof Execution]: Execution[Key] }>();
  readonly hosts = new Map<string, HostStatus>();
  readonly sources = { nova: true, gnocchi: true, mistral: true };
  /** Actions of ours that the cloud is at now. */
  jobs: Job[] = [];
  /** How the next calls end; 'ok' once it is empty. */
  fates: Fate[] = [];
  /** Whether actions cure. */
  cures = true;
  seconds = 20;
  stackStatus = 'CREATE_COMPLETE';
  /** What Nova's answers to a direct look lie in. */
  lie: Lie | undefined;
  /** A person's deed in the moment before the so many-th call or look from now. */
  ambush: { calls: number; does: (vm: Patient) => void } | undefined;
  /** What has reached the VMs of ours, as the cloud itself has it. */
  readonly done: { readonly at: number; readonly vm: string; readonly host: string }[] = [];
  readonly persons = new Persons();
  #requests = 0;

  constructor(vms: number, hosts: number) {
    this.vms = Array.from({ length: vms }, (_, i) => this.#born(`vm-${i}`, `host-${i % hosts}`, i % 4 === 3));
  }

  find(id: string): Patient | undefined {
    return this.vms.find((vm) => vm.id === id && !vm.deleted);
  }

  /** Time passes: what is due ends, and who is not silent sends a sample. */
  pass(seconds: number): void {
    this.now += seconds * 1000;
    const due = this.jobs.filter(({ endsAt }) => endsAt <= this.now);
    this.jobs = this.jobs.filter(({ endsAt }) => endsAt > this.now);
    for (const { end } of due) end();
    for (const vm of this.vms) if (!vm.silent && vm.power === 'running') vm.sampledAt = this.now - 2000;
  }

  observe(watch: Watch): Observation {
    const source = (name: 'nova' | 'gnocchi' | 'mistral', ok: boolean) =>
      ({ source: name, ok, newest: undefined, reason: ok ? undefined : 'it does not answer' }) as const;
    return {
      askedAt: this.now,
      vms: this.vms.filter(({ deleted, cell }) => !deleted && cell !== 'left out').map((vm) => this.#listed(vm, watch)),
      gone: this.vms.filter(({ deleted }) => deleted).map(({ id }) => id),
      samples: [],
      granularity: 10,
      sources: [source('nova', true), source('gnocchi', this.sources.gnocchi), source('mistral', this.sources.mistral)],
      ...(this.sources.mistral ? { executions: this.#told(watch) } : {}),
      stacks: stacksOf(this.vms, this.stackStatus),
    };
  }

  /** A call of ours arrives, or does not. */
  act(call: Call): Answer {
    this.#fall(call);
    const fate = this.fates.shift() ?? 'ok';
    if (fate === 'refused') return { refused: 'the service says no' };
    if (fate === 'lost') return { requestId: undefined, arrived: false };
    const requestId = `req-${++this.#requests}`;
    const refusal = this.#do(call, requestId, fate === 'fails');
    if (refusal) return { refused: refusal };
    return { requestId: fate === 'deaf' ? undefined : requestId, arrived: true };
  }

  /** A user of the cloud does something behind our back. */
  user(vm: Patient, deed: 'stop' | 'pause' | 'suspend' | 'shelve' | 'resize' | 'start' | 'reboot'): void {
    const ends = { stop: 'SHUTOFF', pause: 'PAUSED', suspend: 'SUSPENDED', shelve: 'SHELVED_OFFLOADED' } as const;
    const power = { stop: 'shutdown', pause: 'paused', suspend: 'suspended', shelve: 'none' } as const;
    this.overtake(vm);
    this.#note(vm, deed, 'ada', `req-${++this.#requests}`);
    if (deed in ends) {
      vm.status = ends[deed as keyof typeof ends];
      vm.power = power[deed as keyof typeof power];
    } else {
      vm.status = deed === 'resize' ? 'VERIFY_RESIZE' : 'ACTIVE';
      vm.power = 'running';
    }
  }

  /** A person with an administrator's rights locks or unlocks it. A lock without a reason keeps the one that is there. */
  lock(vm: Patient, on: boolean, reason: string | undefined, who = 'ada'): void {
    this.persons.lock(vm, on);
    this.#lock(vm, reason, on, who, `req-${++this.#requests}`);
  }

  #lock(vm: Patient, reason: string | undefined, on: boolean, who: string, requestId: string): void {
    if (who === medic && !on) this.persons.unlocked(vm);
    vm.locked = on;
    vm.lockedReason = on ? (reason ?? vm.lockedReason) : undefined;
    this.#note(vm, on ? 'lock' : 'unlock', who, requestId);
  }

  /** The VM as Nova tells of it when it is asked directly; undefined where it is gone. */
  look(id: string): Look | undefined {
    this.#fall(id);
    const vm = this.find(id);
    if (!vm) return undefined;
    this.persons.shown(vm, this.lie !== 'no records');
    const actions = vm.actions.slice();
    return lied({ vm: withDeeds(this.#seen(vm), actions), actions }, this.lie);
  }

  /** What a person does in the moment before a call or a look of ours. */
  #fall(about: Call | string): void {
    const id = typeof about === 'string' ? about : about.path.split('/')[2]!;
    const vm = this.find(id);
    if (!this.ambush || !vm || --this.ambush.calls > 0) return;
    const { does } = this.ambush;
    this.ambush = undefined;
    does(vm);
  }

  /** What we were at comes to nothing. */
  overtake(vm: Patient): void {
    vm.taskState = undefined;
    for (const job of this.jobs)
      if (job.vm === vm.id && job.execution) this.executions.get(job.execution)!.state = 'ERROR';
    this.jobs = this.jobs.filter((job) => job.vm !== vm.id);
  }

  /** The guest dies; Nova stops it by itself. */
  die(vm: Patient): void {
    if (vm.status !== 'ACTIVE' || vm.taskState) return;
    vm.status = 'SHUTOFF';
    vm.power = 'shutdown';
    this.#note(vm, 'stop', undefined, `req-${++this.#requests}`);
  }

  #do(call: Call, requestId: string, fails: boolean): string | undefined {
    const body = call.body as Record<string, unknown>;
    if (call.service === 'workflow' && call.method === 'PUT') return this.#cancel(call.path.split('/')[2]!);
    if (call.service === 'workflow') return this.#execute(body, fails);
    if (call.service === 'orchestration') return this.#update(call.path.split('/')[3]!, body, fails);
    const vm = this.find(call.path.split('/')[2]!);
    if (!vm) return 'Instance could not be found';
    if ('lock' in body || 'unlock' in body) {
      this.#lock(
        vm,
        (body.lock as { locked_reason?: string } | undefined)?.locked_reason,
        'lock' in body,
        medic,
        requestId,
      );
      return undefined;
    }
    return this.#begin(vm, Object.keys(body)[0]!, requestId, fails);
  }

  #begin(vm: Patient, word: string, requestId: string, fails: boolean, execution?: string): string | undefined {
    if (vm.taskState) return `Cannot '${word}' instance while it is in task_state ${vm.taskState}`;
    this.done.push({ at: this.now, vm: vm.id, host: vm.host });
    this.persons.acted(vm, word, this.now);
    vm.taskState = `${word}ing`;
    this.#note(vm, word, medic, requestId);
    const end = () => {
      vm.taskState = undefined;
      vm.status = fails ? 'ERROR' : 'ACTIVE';
      vm.power = 'running';
      if (this.cures && !fails) vm.sick = undefined;
      if (word === 'os-migrateLive' || word === 'evacuate') vm.host = 'host-0';
      const told = this.executions.get(execution ?? '');
      if (told) told.state = fails ? 'ERROR' : 'SUCCESS';
    };
    this.jobs.push({ vm: vm.id, endsAt: this.now + this.seconds * 1000, end, ...(execution ? { execution } : {}) });
    return undefined;
  }

  #execute({ id, workflow_name, input }: Record<string, unknown>, fails: boolean): string | undefined {
    if (!this.sources.mistral) return 'Mistral does not answer';
    if (this.executions.has(String(id))) return undefined;
    const vm = this.find((input as { vm: string }).vm);
    const facts = { id: String(id), workflow: String(workflow_name), vm: vm?.id, reason: undefined };
    const refusal = vm && this.#begin(vm, 'reboot', `req-${++this.#requests}`, fails, String(id));
    this.executions.set(facts.id, { ...facts, state: refusal || !vm ? 'ERROR' : 'RUNNING', createdAt: this.now });
    return undefined;
  }

  #cancel(id: string): undefined {
    const found = this.executions.get(id);
    if (found?.state === 'RUNNING') found.state = 'CANCELLED';
  }

  #update(id: string, body: Record<string, unknown>, fails: boolean): string | undefined {
    const old = this.vms.find(({ stack, deleted }) => stack === id && !deleted);
    if (!old) return 'The Stack could not be found';
    if (!('existing' in body)) return undefined;
    this.done.push({ at: this.now, vm: old.id, host: old.host });
    this.stackStatus = 'UPDATE_IN_PROGRESS';
    const end = () => {
      this.stackStatus = fails ? 'UPDATE_FAILED' : 'UPDATE_COMPLETE';
      if (fails) return;
      old.deleted = true;
      this.vms.push({ ...this.#born(`${old.id}-new`, old.host, true), stack: old.stack });
    };
    this.jobs.push({ vm: old.id, endsAt: this.now + this.seconds * 1000, end });
    return undefined;
  }

  #born(id: string, host: string, hasStack: boolean): Patient {
    const nothing = { taskState: undefined, lockedReason: undefined, sick: undefined };
    const stack = hasStack ? `stack-${id}` : undefined;
    const state = {
      status: 'ACTIVE',
      power: 'running',
      locked: false,
      silent: false,
      deleted: false,
      cell: 'up',
    } as const;
    return { id, name: id, host, ...state, ...nothing, sampledAt: this.now, actions: [], stack };
  }

  #note(vm: Patient, action: string, userId: string | undefined, requestId: string): void {
    vm.actions.unshift({ action, userId, requestId, startedAt: this.now, message: undefined });
  }

  #seen(vm: Patient): Vm {
    const { id, name, host, status, power, taskState, locked, lockedReason, cell } = vm;
    const unknown = cell === 'up' ? undefined : notReached;
    const hostStatus = this.hosts.get(host) ?? 'up';
    return aVm({ id, name, host, hostStatus, status, power, taskState, locked, lockedReason, image: 'i', unknown });
  }

  #listed(vm: Patient, watch: Watch): Vm {
    const { id, status, power, taskState } = vm;
    const isTold = status !== 'ACTIVE' || power !== 'running' || taskState || watch.vms.includes(id);
    return isTold ? withDeeds(this.#seen(vm), vm.actions.slice(0, 10)) : this.#seen(vm);
  }

  #told(watch: Watch): Execution[] {
    const absent = watch.executions.filter((id) => !this.executions.has(id));
    const none = { workflow: '', vm: undefined, state: 'ABSENT', reason: undefined, createdAt: 0 };
    return [...[...this.executions.values()].map((one) => ({ ...one })), ...absent.map((id) => ({ id, ...none }))];
  }
}
