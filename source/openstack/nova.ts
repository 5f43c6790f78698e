import { setImmediate as breath } from 'node:timers/promises';
import * as z from 'zod';
import type { Call } from '../../models/action.ts';
import type { InstanceAction, Vm } from '../../models/vm.ts';
import { noService } from './catalogue.ts';
import { badAnswer, refused } from './failures.ts';
import type { Answer } from './http.ts';
import { allPages } from './list-in.ts';
import { type Flavors, readAction, readFlavors, readServer } from './server.ts';
import type { Caller, ServiceCall } from './session.ts';

/** The API's range of microversions, and the one we speak. */
export type NovaVersion = { readonly min: string; readonly max: string; readonly used: string };

const wanted = '2.96';
const pageSize = 1000;

/** Nova's calls that we use, each with the microversion that both sides know. */
export class Nova {
  readonly #caller: Caller;
  #version: Promise<NovaVersion> | undefined;
  #allTenants = true;
  #flavors: Flavors = new Map();

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Asked once. */
  version(): Promise<NovaVersion> {
    this.#version ??= this.#readVersion().catch((error) => {
      this.#version = undefined;
      throw error;
    });
    return this.#version;
  }

  /**
   * The VMs of all projects, or of ours where more is not allowed. With `since` (epoch ms) only those that changed
   * from then on, deleted ones among them.
   */
  async servers(since?: number): Promise<Vm[]> {
    const records = await this.#records(since);
    if (records.some((record) => this.#needsFlavor(record))) await this.#readFlavors();
    const vms: Vm[] = [];
    for (const [index, record] of records.entries()) {
      // To check thousands of records takes longer than a key should wait.
      if (index % 500 === 499) await breath();
      const vm = readServer(record, this.#flavors);
      if (vm) vms.push(vm);
    }
    return vms;
  }

  /** One server as Nova describes it. Throws a Failure, also where it is gone. */
  async server(vm: string): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.#call({ path: `/servers/${encodeURIComponent(vm)}` });
    const { server } = (answer.body ?? {}) as { readonly server?: unknown };
    if (typeof server !== 'object' || server === null) throw badAnswer('compute', answer, 'it has no server.');
    return server as Readonly<Record<string, unknown>>;
  }

  /** The newest first. */
  async instanceActions(vm: string, limit = 20): Promise<InstanceAction[]> {
    const path = `/servers/${encodeURIComponent(vm)}/os-instance-actions`;
    const { used } = await this.version();
    const answer = await this.#call({ path: atLeast(used, '2.58') ? `${path}?limit=${limit}` : path });
    return list(answer, 'instanceActions')
      .slice(0, limit)
      .flatMap((record) => readAction(record) ?? []);
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
    return output
      .split(/\r?\n/)
      .slice(0, output.endsWith('\n') ? -1 : undefined)
      .slice(-lines);
  }

  /** Sends a call of somebody else's, in our microversion. */
  send({ method, path, body }: Call): Promise<Answer> {
    return this.#call({ method, path, body });
  }

  async #records(since: number | undefined): Promise<unknown[]> {
    // A right that was refused once may have been given since.
    if (since === undefined) this.#allTenants = true;
    const paged = { service: 'compute', size: pageSize, key: 'servers', hasMore: hasNext };
    return allPages(paged, async (page) => {
      const ask = (accept: readonly number[]) => {
        const query = new URLSearchParams(page);
        if (this.#allTenants) query.set('all_tenants', '1');
        if (since !== undefined) query.set('changes-since', new Date(since).toISOString());
        return this.#call({ path: `/servers/detail?${query}`, accept });
      };
      const answer = await ask(this.#allTenants ? [403] : []);
      if (answer.status !== 403) return answer;
      this.#allTenants = false;
      return ask([]);
    });
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

  async #call(call: Omit<ServiceCall, 'service' | 'headers'>): Promise<Answer> {
    const { used } = await this.version();
    const headers = { 'openstack-api-version': `compute ${used}`, 'x-openstack-nova-api-version': used };
    return this.#caller.call({ ...call, service: 'compute', headers });
  }

  async #readVersion(): Promise<NovaVersion> {
    const endpoint = await this.#caller.endpoint('compute');
    if (!endpoint) throw noService('compute', 'Nova', this.#caller.config);
    // The endpoint may go on with the project's id: the document is at the version, with or without a slash.
    const url = endpoint.match(/^.*\/v2(\.\d+)?(?=\/|$)/)?.[0] ?? endpoint;
    for (const place of [url, `${url}/`]) {
      const answer = await this.#caller.send('compute', { service: 'compute', url: place });
      if (answer.status >= 500) throw refused('compute', answer, this.#caller.config);
      const { version: max, min_version: min } = versionDocument.parse(answer.body).version;
      if (answer.status < 300 && max && min) return { min, max, used: atLeast(max, wanted) ? wanted : max };
    }
    // A Nova that shows no versions: what every Nova of the last ten years speaks.
    return { min: '2.1', max: '2.1', used: '2.1' };
  }
}

const versionDocument = z
  .looseObject({ version: z.looseObject({ version: z.string().catch(''), min_version: z.string().catch('') }) })
  .catch({ version: { version: '', min_version: '' } });

/** Whether microversion `a` is `b` or later. */
export function atLeast(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA > majorB || (majorA === majorB && minorA >= minorB);
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
