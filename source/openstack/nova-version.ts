import * as z from 'zod';
import { noService } from './catalogue.ts';
import { refused } from './failures.ts';
import type { Answer } from './http.ts';
import type { Caller } from './session.ts';

/** The API's range of microversions, and the one we speak. */
export type NovaVersion = { readonly min: string; readonly max: string; readonly used: string };

const wanted = '2.96';
const oldest = '2.1';

/** What Nova tells of a VM only from a microversion on, and guards rest on. */
const since = { locks: '2.9', 'host states': '2.16', tags: '2.26' } as const;
export type Told = keyof typeof since;

/** Whether Nova tells it in that microversion. */
export function tells(microversion: string, what: Told): boolean {
  return atLeast(microversion, since[what]);
}

/** Finds out which microversion both sides speak, and asks anew when Nova takes it back. */
export class NovaVersions {
  readonly #caller: Caller;
  #version: Promise<NovaVersion> | undefined;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** Asked once, unless that brought a failure. */
  get(): Promise<NovaVersion> {
    return this.#remember(this.#version ?? this.#read());
  }

  /** Asked once more where what we know leaves guards in the dark: it may have been a proxy's bad day. */
  async renewIfPoor(): Promise<void> {
    const known = await this.#version?.catch(() => undefined);
    if (known && !tells(known.used, 'tags')) this.#version = undefined;
  }

  /** Nova has said 406 to `used`, as in a rolling upgrade or after a roll-back. */
  async takenBack(used: string, answer: Answer): Promise<void> {
    if ((await this.get()).used !== used) return;
    const told = rangeIn(answer);
    const isLess = told && !atLeast(told.max, used);
    await this.#remember(isLess ? Promise.resolve(told) : this.#readBack('latest', used));
  }

  #remember(version: Promise<NovaVersion>): Promise<NovaVersion> {
    if (version === this.#version) return version;
    this.#version = version;
    version.catch(() => {
      if (this.#version === version) this.#version = undefined;
    });
    return version;
  }

  async #read(): Promise<NovaVersion> {
    const { config } = this.#caller;
    const endpoint = await this.#caller.endpoint('compute');
    if (!endpoint) throw noService('compute', 'Nova', config);
    // The endpoint may go on with the project's id: the document is at the version, with or without a slash.
    const url = endpoint.match(/^.*\/v2(\.\d+)?(?=\/|$)/)?.[0] ?? endpoint;
    const root = url.replace(/\/v2(\.\d+)?$/, '');
    let failed: Answer | undefined;
    for (const place of new Set([url, `${url}/`, `${root}/`, root])) {
      const answer = await this.#caller.send('compute', { service: 'compute', url: place });
      const found = answer.status < 400 ? documentIn(answer) : undefined;
      if (found) return found;
      if (answer.status < 500) continue;
      failed = answer;
      break;
    }
    try {
      return await this.#readBack(wanted, undefined);
    } catch (error) {
      if (failed) throw refused('compute', failed, config);
      throw error;
    }
  }

  /** By what an answer says that it is in: documents may be hidden, and answers of several servers differ. */
  async #readBack(asked: string, not: string | undefined): Promise<NovaVersion> {
    const call = { service: 'compute', path: '/servers?limit=1', headers: versionHeaders(asked), accept: [406] };
    const answer = await this.#caller.call(call);
    if (answer.status === 406) {
      const told = rangeIn(answer);
      return told && told.used !== not ? told : this.#poorest(asked);
    }
    // One that keeps silent about it may speak it all the same: its records show what they tell.
    const spoken = spokenIn(answer) ?? (asked === 'latest' ? oldest : asked);
    return spoken === not ? this.#poorest(asked) : rangeOf(oldest, spoken);
  }

  #poorest(asked: string): NovaVersion | Promise<NovaVersion> {
    return asked === 'latest' ? rangeOf(oldest, oldest) : this.#readBack('latest', undefined);
  }
}

/** The headers that ask for a microversion, the new one and that of before 2.27. */
export function versionHeaders(used: string): Record<string, string> {
  return { 'openstack-api-version': `compute ${used}`, 'x-openstack-nova-api-version': used };
}

/** The microversion that an answer says it is in; undefined where it does not say. */
export function spokenIn({ headers }: Answer): string | undefined {
  const [, told] = /\bcompute\s+(2\.\d+)/.exec(headers['openstack-api-version'] ?? '') ?? [];
  return told ?? /^2\.\d+$/.exec(headers['x-openstack-nova-api-version'] ?? '')?.[0];
}

/** The range that Nova names in the words of a 406. */
function rangeIn({ body }: Answer): NovaVersion | undefined {
  const words = JSON.stringify(body) ?? '';
  const [, min = oldest] = /(?:minimum is |"min_version": ?")(2\.\d+)/i.exec(words) ?? [];
  const [, max] = /(?:maximum is |"max_version": ?")(2\.\d+)/i.exec(words) ?? [];
  return max === undefined ? undefined : rangeOf(min, max);
}

const version = z.looseObject({ version: z.string().catch(''), min_version: z.string().catch('') });
const document = z.union([
  z.looseObject({ version }).transform((body) => [body.version]),
  z
    .looseObject({ versions: z.array(version.catch({ version: '', min_version: '' })) })
    .transform((body) => body.versions),
]);

/** The range in a version's document, or in the root's list of versions. */
function documentIn({ body }: Answer): NovaVersion | undefined {
  const all = document.safeParse(body).data ?? [];
  const found = all.find((one) => isMicro(one.version) && isMicro(one.min_version));
  return found && rangeOf(found.min_version, found.version);
}

function isMicro(text: string): boolean {
  return /^2\.\d+$/.test(text);
}

function rangeOf(min: string, max: string): NovaVersion {
  return { min, max, used: atLeast(max, wanted) ? wanted : max };
}

/** Whether microversion `a` is `b` or later. */
export function atLeast(a: string, b: string): boolean {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA > majorB || (majorA === majorB && minorA >= minorB);
}
