import { Hono } from 'hono';
import { Agenda } from './agenda.ts';
import { aodh } from './aodh.ts';
import { Evaluator } from './aodh-evaluator.ts';
import { Notifier } from './aodh-notify.ts';
import { AlarmStore } from './aodh-store.ts';
import type { Backend, ServiceEnv } from './backend.ts';
import { services } from './catalogue.ts';
import { faultInjection } from './faults.ts';
import { glance } from './glance.ts';
import { gnocchi } from './gnocchi.ts';
import { GnocchiStore } from './gnocchi-store.ts';
import { heat, heatCfn } from './heat/index.ts';
import { Inside } from './inside.ts';
import { keystone } from './keystone.ts';
import { mistral } from './mistral/index.ts';
import { nova } from './nova.ts';
import { Tokens } from './tokens.ts';
import { meddled, missingServices, type Trouble } from './trouble.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export type { Trouble } from './trouble.ts';

export type SimulatorOptions = WorldOptions & {
  /** Life of a token in seconds on the world's clock; 3600. */
  readonly tokenSeconds?: number;
  /** The newest microversion of Nova: 93 is 2.93, as of Zed, which it is. */
  readonly novaNewest?: number;
  /** Seconds between two turns of Aodh's evaluator; 10, where Aodh's own default is 60. */
  readonly evaluationSeconds?: number;
};

export type Credentials = {
  readonly authUrl: string;
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
  readonly userDomainName: string;
  readonly projectDomainName: string;
  readonly region: string;
  readonly applicationCredential: { readonly id: string; readonly secret: string };
  /** The same, but it may make no trusts. */
  readonly restrictedCredential: { readonly id: string; readonly secret: string };
};

/** A stand-in OpenStack: the HTTP of its services over a small world of VMs. */
export type Simulator = {
  /** Answers a request to any of the services, in process. */
  fetch(request: Request): Promise<Response>;
  readonly world: World;
  readonly credentials: Credentials;
  /** Origin of the in-process URLs. */
  readonly url: string;
  /** How it misbehaves; tests add and remove entries. */
  readonly trouble: Trouble[];
  /** Origins that lead here: services call each other in process where they are asked for one of these. */
  readonly origins: Set<string>;
  /** What alarms' `log://` actions wrote, the newest last. */
  readonly alarmLog: readonly string[];
  /** Does what is due by now, though nobody asks for anything. */
  turn(): Promise<void>;
  /** Resolves when no service is calling another one or a webhook outside. */
  idle(): Promise<void>;
  /** Makes all tokens invalid at once. */
  revokeTokens(): void;
};

export const inProcessUrl = 'http://simulated.invalid';

export function createSimulator(options: SimulatorOptions): Simulator {
  const world = createWorld(options);
  const tokens = new Tokens(world);
  tokens.seconds = options.tokenSeconds ?? tokens.seconds;
  const trouble: Trouble[] = [];
  const origins = new Set([inProcessUrl]);
  const apps = new Map<string, Hono>();
  // One service's routes do not slow down another's.
  const answer = meddled(trouble, async (request) => {
    const mount = `/${new URL(request.url).pathname.split('/', 2)[1]}`;
    return apps.get(mount)?.fetch(request) ?? new Response('404 Not Found', { status: 404 });
  });
  const agenda = new Agenda(world);
  const inside = new Inside(origins, trouble, answer);
  const backend: Backend = { world, tokens, telemetry: new GnocchiStore(world), agenda, inside };
  const alarms = new AlarmStore(world);
  const notifier = new Notifier({ backend, origins, fetch: answer });
  const interval = options.evaluationSeconds ?? 10;
  const evaluator = new Evaluator({ backend, alarms, notifier, trouble, interval });
  const parts: Record<string, Hono<ServiceEnv>> = {
    identity: keystone(backend, () => missingServices(trouble)),
    compute: nova(backend, options.novaNewest),
    image: glance(backend),
    metric: gnocchi(backend),
    alarming: aodh(backend, alarms, evaluator),
    orchestration: heat(backend),
    cloudformation: heatCfn(backend),
    workflowv2: mistral(backend),
    'fault-injection': faultInjection(backend),
  };
  for (const { type, mount } of services) apps.set(mount, new Hono({ strict: false }).route(mount, parts[type]!));
  /** What is due happens before the answer, and what the request led to right after it. */
  const fetch = async (request: Request) => {
    await agenda.settle();
    const response = await answer(request);
    void agenda.settle();
    return response;
  };
  const turn = async () => {
    await agenda.settle();
    world.advance();
  };
  const idle = async () => {
    await notifier.idle();
    await agenda.idle();
  };
  return {
    fetch,
    world,
    url: inProcessUrl,
    credentials: credentialsFor(inProcessUrl, tokens),
    trouble,
    origins,
    alarmLog: notifier.log,
    turn,
    idle,
    revokeTokens: () => tokens.revokeAll(),
  };
}

function credentialsFor(url: string, tokens: Tokens): Credentials {
  return {
    authUrl: `${url}/identity`,
    username: 'admin',
    password: tokens.password,
    projectName: 'admin',
    userDomainName: 'Default',
    projectDomainName: 'Default',
    region: 'RegionOne',
    applicationCredential: tokens.applicationCredential,
    restrictedCredential: tokens.restrictedCredential,
  };
}
