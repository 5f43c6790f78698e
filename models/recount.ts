import { actions } from './actions/index.ts';
import { claimsAfter } from './claim-lines.ts';
import type { Claim } from './claims.ts';
import type { Entry } from './event.ts';
import { refusals } from './guards/index.ts';
import { withWish } from './hear.ts';
import { find, put } from './incidents.ts';
import type { State } from './state.ts';

/** Guards that count the heals of all, and what people said that holds for all: others may have added to it since. */
const shared = [
  ...['in-flight', 'cooldown', 'backoff', 'per-vm', 'per-host', 'concurrent', 'budget'],
  ...['halt', 'maintenance', 'quarantined'],
];

/**
 * Why a claim must not be made, or undefined: the guards that count are asked once more, by the lines that the journal
 * has in that very moment, the oldest first. `state` is the state with the claim.
 */
export function recount(state: State, claim: Entry, lines: readonly Entry[]): string | undefined {
  const { vm: id = '', incident: wanted = '', who, at, data } = claim;
  const vm = state.vms.get(id);
  const incident = find(state, wanted);
  const action = actions.find((one) => one.id === data.action)?.id;
  if (!vm || !incident || !action) return 'it is not known any more what it is for';
  const before = put(state, { ...incident, phase: 'firing', attempts: incident.attempts.slice(0, -1) });
  const told = lines.reduce(withWish, { ...before, halted: undefined, claims: claimsOf(lines, at) });
  const person = who === 'auto' ? {} : { person: { typed: undefined } };
  const reasons = refusals({ vm, action, at, state: told, ...person }).filter(({ guard }) => shared.includes(guard));
  return reasons.length ? reasons.map(({ reason }) => reason).join('; ') : undefined;
}

function claimsOf(lines: readonly Entry[], now: number): readonly Claim[] {
  return lines.reduce<readonly Claim[]>((claims, line) => claimsAfter(claims, line, now), []);
}
