import { expect, test } from 'vitest';
import { attemptOf } from './care-fixture.ts';
import { consoleOf } from './draw.tsx';
import { incidentOf, stateOf, vmOf } from './fixture.ts';

test('what was tried last is read whole, with its request, on whatever terminal', () => {
  const vm = vmOf('web');
  const words = 'the VM still looks as sick as before, three verdicts after its reboot was done';
  const attempts = [
    attemptOf(vm, { action: 'soft-reboot', words: 'did not help', outcome: 'no help' }),
    attemptOf(vm, { words, outcome: 'no help', requestId: 'req-2' }),
  ];
  const state = stateOf([vm], { incidents: new Map([[vm.id, incidentOf(vm, { attempts })]]) });
  for (const columns of [80, 120, 200]) {
    const { press, frame } = consoleOf(state, { columns, rows: 40 });
    press('enter');
    expect(frame().replace(/\s+/g, ' ')).toContain(`tried Hard reboot by auto: no help, ${words}, req-2`);
  }
});
