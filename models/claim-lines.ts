import { actions } from './actions/index.ts';
import type { Claim } from './claims.ts';
import type { Entry } from './event.ts';
import { lockFrom } from './lock.ts';
import { executionOf } from './routes.ts';

/** Outcomes with which an attempt is over. */
const endings = ['healed', 'no help', 'refused', 'lost'] as const;
/** Milliseconds after which a heal is over, whatever its line says. */
const longest = 86_400_000;
const lockStates = ['ours', 'released', 'theirs'] as const;

/**
 * The claims with one line of the journal about a heal taken in, whoever wrote it. Told once more it changes nothing. A
 * line from a clock that is ahead counts from now (epoch milliseconds) on.
 */
export function claimsAfter(claims: readonly Claim[], entry: Entry, now: number): readonly Claim[] {
  const { kind, data } = entry;
  const at = Math.min(entry.at, now);
  if (data.late) return claims;
  switch (kind) {
    case 'claimed': {
      const claim = claimOf(entry, at, claims);
      if (!claim) return claims;
      const isLast = (claims.at(-1)?.at ?? 0) <= at;
      return isLast ? [...claims, claim] : [...claims, claim].sort((a, b) => a.at - b.at);
    }
    case 'accepted':
      return changed(claims, entry, ({ requestId }) => ({ requestId: textOf(data.requestId) ?? requestId }));
    case 'lock':
      return changed(claims, entry, ({ lock }) => {
        const is = lockStates.find((one) => one === data.is);
        return lock && is ? { lock: { is, requestId: textOf(data.requestId) ?? lock.requestId } } : {};
      });
    case 'refused':
    case 'done': {
      const outcome = endings.find((one) => one === data.outcome);
      return outcome ? changed(claims, entry, ({ endedAt = at }) => ({ outcome, endedAt })) : claims;
    }
    case 'resolved':
      return changed(claims, entry, ({ outcome, endedAt = at }) => {
        if (data.outcome === 'healed') return { outcome: 'healed', endedAt };
        return { outcome: outcome === 'under way' ? 'no help' : outcome, endedAt };
      });
    default:
      return claims;
  }
}

function claimOf({ vm, incident, data }: Entry, at: number, claims: readonly Claim[]): Claim | undefined {
  const action = actions.find(({ id }) => id === data.action);
  if (!action || !vm || !incident) return undefined;
  const ofIncident = claims.filter((claim) => claim.incident === incident);
  const number = numberOf(data.number) ?? Math.max(0, ...ofIncident.map((claim) => claim.number)) + 1;
  if (ofIncident.some((claim) => claim.number === number)) return undefined;
  const execution = data.route === 'mistral' ? executionOf({ vm, incident, action: action.id, number }) : undefined;
  const mayLock = data.route === 'nova' && action.rung >= lockFrom;
  return {
    ...{ incident, number, action: action.id, vm, host: textOf(data.host) ?? '', at, execution },
    ...{ requestId: undefined, outcome: 'under way', endedAt: undefined },
    lock: mayLock ? { requestId: undefined, is: 'ours' } : undefined,
    holder: textOf(data.holder) ?? '',
    until: Math.min(numberOf(data.until) ?? 0, at + longest) || undefined,
  };
}

/** With news of the claim that a line is about: by its number, else the incident's last. */
function changed(
  claims: readonly Claim[],
  { incident, data }: Entry,
  news: (claim: Claim) => Partial<Claim>,
): readonly Claim[] {
  const number = numberOf(data.number);
  const index = claims.findLastIndex(
    (claim) => claim.incident === incident && (number === undefined || claim.number === number),
  );
  const claim = claims[index];
  return claim ? claims.with(index, { ...claim, ...news(claim) }) : claims;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
