import * as z from 'zod';
import { type CatalogueEntry, readCatalogue } from './catalogue.ts';
import type { Auth, Named } from './config.ts';
import { badAnswer } from './failures.ts';
import type { Answer } from './http.ts';
import { Secret } from './secret.ts';

/** A token and what Keystone said with it. */
export type Token = {
  readonly value: Secret;
  /** Epoch milliseconds after which a new one is fetched: 80 % of its life. */
  readonly renewAt: number;
  readonly user: string;
  readonly userId: string;
  readonly project: string;
  readonly projectId: string;
  /** The name of the application credential that it was given for, if that may make no trusts. */
  readonly restricted: string | undefined;
  readonly roles: readonly string[];
  readonly catalogue: readonly CatalogueEntry[];
};

/** Keystone's v3 address, from an auth_url that may or may not name the version. */
export function identityUrl(authUrl: string): string {
  return `${authUrl.replace(/\/+$/, '').replace(/\/v[23](\.\d+)?$/, '')}/v3`;
}

/** The body of POST /v3/auth/tokens. */
export function signInBody(auth: Auth): unknown {
  if (auth.kind === 'application credential') {
    const by = 'id' in auth ? { id: auth.id } : { name: auth.name, user: named(auth.user) };
    const credential = { ...by, secret: auth.secret.reveal() };
    return { auth: { identity: { methods: ['application_credential'], application_credential: credential } } };
  }
  const scope = { project: named(auth.project) };
  if (auth.kind === 'token') {
    return { auth: { identity: { methods: ['token'], token: { id: auth.token.reveal() } }, scope } };
  }
  const user = { ...named(auth.user), password: auth.password.reveal() };
  return { auth: { identity: { methods: ['password'], password: { user } }, scope } };
}

function named(who: Named): object {
  return 'id' in who ? { id: who.id } : { name: who.name, domain: who.domain };
}

const who = z.looseObject({ id: z.string().catch(''), name: z.string().catch('') }).catch({ id: '', name: '' });

const credential = z
  .looseObject({ name: z.string().catch('without a name'), restricted: z.boolean() })
  .optional()
  .catch(undefined);

const body = z.looseObject({
  token: z.looseObject({
    issued_at: z.string().nullish().catch(undefined),
    expires_at: z.string(),
    user: who,
    project: who,
    roles: z.array(who).catch([]),
    application_credential: credential,
    catalog: z.unknown(),
  }),
});

/** Reads the answer of POST /v3/auth/tokens, received at `now`. The machine's clock may differ from Keystone's. */
export function readToken(answer: Answer, now: number): Token {
  const value = answer.headers['x-subject-token'];
  const parsed = body.safeParse(answer.body);
  if (!value || !parsed.success) throw badAnswer('identity', answer, 'it holds no token.');
  const { token } = parsed.data;
  const life = Date.parse(token.expires_at) - (token.issued_at ? Date.parse(token.issued_at) : now);
  return {
    value: new Secret(value),
    renewAt: now + 0.8 * (life > 0 ? life : 3600_000),
    user: token.user.name,
    userId: token.user.id,
    project: token.project.name,
    projectId: token.project.id,
    restricted: token.application_credential?.restricted ? token.application_credential.name : undefined,
    roles: token.roles.map((role) => role.name),
    catalogue: readCatalogue(token.catalog, token.project.id),
  };
}
