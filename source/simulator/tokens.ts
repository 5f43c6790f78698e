import { dice } from '../../models/random.ts';
import type { Account } from './fleet.ts';
import { hexId } from './ids.ts';
import type { World } from './world.ts';

export type Token = {
  readonly id: string;
  readonly method: 'password' | 'application_credential';
  readonly user: Account;
  /** The project it is for; undefined: unscoped. */
  readonly project: Account | undefined;
  readonly admin: boolean;
  /** What it was given for, where that was no password. */
  readonly credential: ApplicationCredential | undefined;
  readonly auditId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
};

/** A restricted one may make no trusts, nor further credentials: a client makes them so unless told otherwise. */
export type ApplicationCredential = {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly restricted: boolean;
};

/** Keystone's memory: who may enter, and the tokens given out. They expire on the world's clock. */
export class Tokens {
  readonly password = 'secret';
  readonly applicationCredential: ApplicationCredential;
  readonly restrictedCredential: ApplicationCredential;
  /** Life of new tokens, in seconds. */
  seconds = 3600;
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();
  readonly #dice;

  constructor(world: World) {
    this.#world = world;
    this.#dice = dice(world.seed).fork('tokens');
    const credential = (name: string, restricted: boolean) => {
      return { id: hexId(this.#dice), name, secret: hexId(this.#dice) + hexId(this.#dice), restricted };
    };
    this.applicationCredential = credential('unrestricted', false);
    this.restrictedCredential = credential('restricted', true);
  }

  accounts(): Account[] {
    return [this.#world.people.demo, this.#world.people.admin];
  }

  issue(user: Account, project: Account | undefined, credential?: ApplicationCredential): Token {
    const issuedAt = Math.floor(this.#world.now() / 1000) * 1000;
    const token: Token = {
      id: `gAAAAAB${hexId(this.#dice)}${hexId(this.#dice)}`,
      method: credential ? 'application_credential' : 'password',
      credential,
      user,
      project,
      admin: user === this.#world.people.admin,
      auditId: hexId(this.#dice).slice(0, 22),
      issuedAt,
      expiresAt: issuedAt + this.seconds * 1000,
    };
    this.#tokens.set(token.id, token);
    return token;
  }

  /** A valid token, or undefined. */
  find(id: string | undefined): Token | undefined {
    const token = id ? this.#tokens.get(id) : undefined;
    return token && token.expiresAt > this.#world.now() ? token : undefined;
  }

  /** Makes all tokens invalid, as an operator can at any time. */
  revokeAll(): void {
    this.#tokens.clear();
  }
}
