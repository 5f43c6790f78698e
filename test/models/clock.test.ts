import { expect, test } from 'vitest';
import type { Claim } from '../../models/claims.ts';
import { clock } from '../../models/clock.ts';
import { inFlight } from '../../models/guards/in-flight.ts';
import { owner } from '../../models/guards/owner.ts';
import { othersUnderWay } from '../../models/incidents.ts';
import type { State } from '../../models/state.ts';
import { aState, aVm, now } from './fixture.ts';

const theirs: Claim = {
  ...{ incident: 'theirs', number: 1, action: 'hard-reboot', vm: aVm().id, host: 'compute-1', at: now - 10_000 },
  ...{ requestId: undefined, execution: undefined, outcome: 'under way', endedAt: undefined },
  ...{ holder: 'another', until: now + 600_000 },
};

test('what a living cloud-medic is at goes on until it says that it is over', () => {
  const lapsed = { ...aState(), claims: [{ ...theirs, until: now - 1000 }] };
  expect(othersUnderWay(lapsed, now)).toHaveLength(0);
  const living = { ...lapsed, others: new Set(['another']) };
  expect(othersUnderWay(living, now)).toHaveLength(1);
  expect(inFlight.check({ vm: aVm(), action: 'hard-reboot', at: now, state: living })).toBe(
    'hard-reboot is under way at another cloud-medic, until that one says that it is over, or ends',
  );
});

test.each([3_600_000, -3_600_000, 366 * 86_400_000])(
  'a clock that is set by %i ms neither ends nor stretches what others are at',
  (by) => {
    const [after] = clock({ ...aState(), claims: [theirs] }, { type: 'clock-set', at: now + by, by }) as [
      State,
      unknown,
    ];
    expect(othersUnderWay(after, now + by + 599_000)).toHaveLength(1);
    expect(othersUnderWay(after, now + by + 601_000)).toHaveLength(0);
  },
);

test('what somebody did by a clock a little ahead of ours was done just now, not in seconds to come', () => {
  const deed = { action: 'reboot', userId: 'ada', requestId: 'req-1', startedAt: now + 1200, message: undefined };
  const reason = owner.check({ vm: aVm({ actions: [deed] }), action: 'hard-reboot', at: now, state: aState() });
  expect(reason).toContain('somebody else is at it: reboot 0 s ago');
});
