import { expect, test } from 'vitest';
import type { Claim } from '../../models/claims.ts';
import { clock } from '../../models/clock.ts';
import { othersUnderWay } from '../../models/incidents.ts';
import type { State } from '../../models/state.ts';
import { aState, aVm, now } from './fixture.ts';

const theirs: Claim = {
  ...{ incident: 'theirs', number: 1, action: 'hard-reboot', vm: aVm().id, host: 'compute-1', at: now - 10_000 },
  ...{ requestId: undefined, execution: undefined, outcome: 'under way', endedAt: undefined },
  ...{ holder: 'another', until: now + 600_000 },
};

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
