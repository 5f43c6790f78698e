import { setImmediate as breath } from 'node:timers/promises';
import * as z from 'zod';
import type { Call } from '../../models/action.ts';
import type { HostStatus, InstanceAction, Look, Vm } from '../../models/vm.ts';
import { badAnswer, refused } from './failures.ts';
import type { Answer } from './http.ts';
import { allPages } from './list-in.ts';
import { atLeast, type NovaVersion, NovaVersions, spokenIn, versionHeaders } from './nova-version.ts';
import { type Flavors, readAction, readFlavors, readServer, readService } from './server.ts';
import type { Caller, ServiceCall } from './session.ts';

const pageSize = 1000;
/** Characters that are kept of a line of a console. */
const longestLine = 2000;
/** Times that a question is put in another microversion. */
const negotiations = 3;
/** Actions that a direct look goes back. */
const lookedAt = 30;

/**
 * `asOf`: Nova's own time (epoch ms) when the list was asked for, by its answer's `Date`; undefined where that is lost.
 * `clockAhead`: milliseconds by which our clock is ahead of it.
 */
export type ServerList = {
  readonly vms: readonly Vm[];
  readonly asOf: number | undefined;
  readonly clockAhead: number | undefined;
};

/** Nova's calls that we use, each with the microversion that both sides know. */
export class Nova {
  readonly #caller: Caller;
  readonly #versions: NovaVersions;
  #allTenants = true;
  /** The last list was one of all projects. */
  #seesAll = false;
  #flavors: Flavors = new Map();

  constructor(caller: Caller) {
    this.#caller = caller;
    this.#versions = new NovaVersions(caller);
  }

  version(): Promise<NovaVersion> {
    return this.#versions.get();
  }

  /** The VMs of all projects, or of ours where more is not allowed. */
  async servers(): Promise<readonly Vm[]> {
    return (await this.list()).vms;
  }

  /** The same, and when it was. With `since` (Nova's time) only those that changed from then on, deleted ones among them. `now`: our clock. */
  async list(since?: number, now: () => number = Date.now): Promise<ServerList> {
    if (since === undefined) await this.#versions.renewIfPoor();
    const { records, microversion, ...times } = await this.#records(since, now);
    if (records.some((record) => this.#needsFlavor(record))) await this.#readFlavors();
    const vms: Vm[] = [];
    for (const [index, record] of records.entries()) {
      // To check thousands of records takes longer than a key should wait.
      if (index % 500 === 499) await breath();
      const vm = readServer(record, this.#flavors, microversion);
      if (vm) vms.push(vm);
    }
    return { vms, ...times };
  }

  /** One server as Nova describes it. Throws a Failure, also where it is gone. */
  async server(vm: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.#server(vm)).record;
  }

  /**
   * One server with its newest actions, asked just now. Throws a Failure also where something of that cannot be read:
   * what is done on the strength of this look must rest on nothing less.
   */
  async look(vm: string): Promise<Look> {
    const [server, deeds] = await Promise.all([this.#server(vm), this.#actionRecords(vm, lookedAt)]);
    const microversion = spokenIn(server.answer) ?? (await this.version()).used;
    const seen = readServer(server.record, this.#flavors, microversion);
    if (seen?.id !== vm) throw badAnswer('compute', server.answer, 'it is about another server.');
    const actions = deeds.records.map((one) => readAction(one));
    if (actions.includes(undefined)) throw badAnswer('compute', deeds.answer, 'an action in it cannot be read.');
    return { vm: seen, actions: actions as InstanceAction[] };
  }

  /**
   * A VM by its id, as the list would tell it; undefined where Nova says that it is deleted. Throws a Failure where Nova
   * does not say: a 404 of a web server in front is not Nova's, and to the user of one project Nova answers 404 for the
   * VMs of all others as well. `project`: whose it is, where that is known.
   */
  async find(vm: string, project: string | 'ours' | undefined): Promise<Vm | undefined> {
    const answer = await this.#call({ path: `/servers/${encodeURIComponent(vm)}`, accept: [404] });
    if (answer.status === 404) {
      const mayTell = this.#seesAll || project === 'ours' || (await this.#caller.token()).projectId === project;
      if (mayTell && saysNotFound(answer)) return undefined;
      throw refused('compute', answer, this.#caller.config);
    }
    const { server } = (answer.body ?? {}) as { readonly server?: unknown };
    if (this.#needsFlavor(server)) await this.#readFlavors();
    const found = readServer(server, this.#flavors, spokenIn(answer) ?? (await this.version()).used);
    if (found?.id !== vm) throw badAnswer('compute', answer, 'it is about another server.');
    return found;
  }

  /** What Nova says of its compute hosts, by their names; undefined where it does not tell us. */
  async computeHosts(): Promise<ReadonlyMap<string, HostStatus> | undefined> {
    const answer = await this.#call({ path: '/os-services?binary=nova-compute', accept: [403, 404] });
    if (answer.status >= 400) return undefined;
    return new Map(list(answer, 'services').flatMap((record) => readService(record) ?? []));
  }

  /** The newest first. */
  async instanceActions(vm: string, limit = 20): Promise<InstanceAction[]> {
    const { records } = await this.#actionRecords(vm, limit);
    return records.flatMap((record) => readAction(record) ?? []);
  }

  async #server(vm: string): Promise<{ readonly answer: Answer; readonly record: Readonly<Record<string, unknown>> }> {
    const answer = await this.#call({ path: `/servers/${encodeURIComponent(vm)}` });
    const { server } = (answer.body ?? {}) as { readonly server?: unknown };
    if (typeof server !== 'object' || server === null) throw badAnswer('compute', answer, 'it has no server.');
    return { answer, record: server as Readonly<Record<string, unknown>> };
  }

  async #actionRecords(vm: string, limit: number): Promise<{ readonly answer: Answer; readonly records: unknown[] }> {
    const path = `/servers/${encodeURIComponent(vm)}/os-instance-actions`;
    const { used } = await this.version();
    const answer = await this.#call({ path: atLeast(used, '2.58') ? `${path}?limit=${limit}` : path });
    return { answer, records: list(answer, 'instanceActions').slice(0, limit) };
  }

  /** The last lines of the VM's console. */
  async consoleLog(vm: string, lines: number): Promise<string[]> {
    const body = { 'os-getConsoleOutput': { length: lines } };
    const path = `/servers/${encodeURIComponent(vm)}/action`;
    const answer = await this.#call({ method: 'POST', path, body, reads: true });
    const { output } = z
      .looseObject({ output: z.string().catch('') })
      .catch({ output: '' })
      .parse(answer.body);
    // Nova may send more than it was asked for, and a line may have no end.
    return output
      .slice(-lines * longestLine)
      .split(/\r?\n/)
      .slice(0, output.endsWith('\n') ? -1 : undefined)
      .slice(-lines)
      .map((line) => line.slice(0, longestLine));
  }

  /** Sends a call of somebody else's, in our microversion. */
  send({ method, path, body }: Call): Promise<Answer> {
    return this.#call({ method, path, body });
  }

  /** Also in which microversion they came (a proxy may lose the header that asks for ours), and when it was. */
  async #records(since: number | undefined, now: () => number) {
    // A right that was refused once may have been given since.
    if (since === undefined) this.#allTenants = true;
    const paged = { service: 'compute', size: pageSize, key: 'servers', hasMore: hasNext };
    let microversion = '';
    const began = now();
    let date: number | undefined;
    let passed = 0;
    const records = await allPages(paged, async (page) => {
      const ask = (accept: readonly number[]) => {
        // With a limit, a marker or any filter Nova leaves out the VMs of cells that are down; the list as a whole has them.
        const isWhole = since === undefined && page.marker === undefined;
        const query = new URLSearchParams(isWhole ? {} : page);
        if (this.#allTenants) query.set('all_tenants', '1');
        if (since !== undefined) query.set('changes-since', new Date(since).toISOString());
        return this.#call({ path: `/servers/detail?${query}`, accept });
      };
      let answer = await ask(this.#allTenants ? [403] : []);
      if (answer.status === 403) {
        this.#allTenants = false;
        answer = await ask([]);
      }
      if (date === undefined) [date, passed] = [Date.parse(answer.headers.date ?? ''), now() - began];
      microversion = spokenIn(answer) ?? (await this.version()).used;
      return answer;
    });
    this.#seesAll = this.#allTenants;
    const asOf = (date ?? Number.NaN) - passed;
    if (!Number.isFinite(asOf)) return { records, microversion, asOf: undefined, clockAhead: undefined };
    return { records, microversion, asOf, clockAhead: began - asOf };
  }

  #needsFlavor(record: unknown): boolean {
    const flavor = (record as { readonly flavor?: { readonly id?: unknown; readonly original_name?: unknown } } | null)
      ?.flavor;
    return typeof flavor?.id === 'string' && !flavor.original_name && !this.#flavors.has(flavor.id);
  }

  async #readFlavors(): Promise<void> {
    const answer = await this.#call({ path: `/flavors/detail?is_public=none&limit=${pageSize}` });
    this.#flavors = readFlavors(list(answer, 'flavors'));
  }

  /** A 406 is no answer and no deed: the version is asked anew, and what only asks is sent again. */
  async #call(call: Omit<ServiceCall, 'service' | 'headers'>): Promise<Answer> {
    const accept = [...(call.accept ?? []), 406];
    const onlyAsks = call.method === undefined || call.method === 'GET' || call.reads === true;
    for (let left = negotiations; ; left--) {
      const { used } = await this.version();
      const headers = versionHeaders(used);
      const answer = await this.#caller.call({ ...call, accept, service: 'compute', headers });
      if (answer.status !== 406) return answer;
      await this.#versions.takenBack(used, answer);
      if (!onlyAsks || left === 1) throw refused('compute', answer, this.#caller.config);
    }
  }
}

function list(answer: Answer, key: string): unknown[] {
  const found = (answer.body as Readonly<Record<string, unknown>> | undefined)?.[key];
  if (!Array.isArray(found)) throw badAnswer('compute', answer, `it has no list of ${key}.`);
  return found;
}

function hasNext(answer: Answer): boolean {
  const links = (answer.body as { readonly servers_links?: unknown }).servers_links;
  return Array.isArray(links) && links.some((link) => link?.rel === 'next');
}

/** Nova's own 404 about a server, and not that of a path or of somebody else. */
function saysNotFound({ body }: Answer): boolean {
  const { itemNotFound } = (body ?? {}) as { readonly itemNotFound?: { readonly message?: unknown } };
  return itemNotFound !== undefined && itemNotFound.message !== 'The resource could not be found.';
}
