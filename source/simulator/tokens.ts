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
  readonly auditId: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
};

/** Keystone's memory: who may enter, and the tokens given out. They expire on the world's clock. */
export class Tokens {
  readonly password = 'secret';
  readonly applicationCredential: { readonly id: string; readonly secret: string };
  /** Life of new tokens, in seconds. */
  seconds = 3600;
  readonly #world: World;
  readonly #tokens = new Map<string, Token>();
  readonly #dice;

  constructor(world: World) {
    this.#world = world;
    this.#dice = dice(world.seed).fork('tokens');
    this.applicationCredential = { id: hexId(this.#dice), secret: hexId(this.#dice) + hexId(this.#dice) };
  }

  accounts(): Account[] {
    return [this.#world.people.demo, this.#world.people.admin];
  }

  issue(user: Account, project: Account | undefined, method: Token['method']): Token {
    const issuedAt = Math.floor(this.#world.now() / 1000) * 1000;
    const token: Token = {
      id: `gAAAAAB${hexId(this.#dice)}${hexId(this.#dice)}`,
      method,
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
