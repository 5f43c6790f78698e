import type { Service } from './action.ts';

/** Whom we are talking to. */
export type CloudInfo = {
  readonly name: string;
  readonly project: string;
  readonly user: string;
  /** The user's id, by which Nova's records tell our deeds from those of others. */
  readonly userId?: string;
  readonly region: string;
  readonly simulated: boolean;
  /** Roles of the token, to know beforehand what will be refused. */
  readonly roles: readonly string[];
  /** Services that the catalogue offers. Left out: only Nova is counted on. */
  readonly services?: readonly Service[];
};
