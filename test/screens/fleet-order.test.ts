import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { State } from '../../models/state.ts';
import { fleetLines, type Group } from '../../screens/fleet-lines.ts';
import { type FleetQuery, fleetOrder, heldOrder, sorts } from '../../screens/fleet-order.ts';
import { fleetOf, stateOf, verdictOf, vmOf } from './fixture.ts';

const fleet = fleetOf(60);
const plain: FleetQuery = { sort: 'worst', reversed: false, grouped: false, filter: '', faultsOnly: false };
const queries = fc.record({
  sort: fc.constantFrom(...sorts),
  reversed: fc.boolean(),
  grouped: fc.boolean(),
  filter: fc.constantFrom('', '-00', '!3', 'p>0.5', 'host:-1', '('),
  faultsOnly: fc.boolean(),
});
/** The same fleet with other names and hosts, some VMs fewer. */
const changed = fc.array(fc.nat({ max: 9 }), { minLength: 60, maxLength: 60 }).map((draws): State => {
  const vms = [...fleet.vms.values()].flatMap((vm, i) =>
    draws[i] ? { ...vm, name: `n-${draws[i]}`, host: `h-${draws[i]! % 3}` } : [],
  );
  return { ...fleet, vms: new Map(vms.map((vm) => [vm.id, vm])) };
});

describe('the order', () => {
  test('without a filter it is a permutation of the fleet', () => {
    fc.assert(
      fc.property(queries, changed, (query, state) => {
        const order = fleetOrder(state, { ...query, filter: '', faultsOnly: false });
        expect(order.toSorted()).toEqual([...state.vms.keys()].sort());
      }),
      { numRuns: 100 },
    );
  });

  test('what a filter lets through stands in the same order as without it', () => {
    fc.assert(
      fc.property(queries, changed, (query, state) => {
        const narrow = fleetOrder(state, { ...query, grouped: false });
        const whole = fleetOrder(state, { ...query, grouped: false, filter: '', faultsOnly: false });
        expect(narrow).toEqual(whole.filter((id) => narrow.includes(id)));
      }),
      { numRuns: 100 },
    );
  });

  test('it does not depend on the order in which Nova lists', () => {
    fc.assert(
      fc.property(queries, fc.shuffledSubarray([...fleet.vms], { minLength: 60 }), (query, vms) => {
        expect(fleetOrder({ ...fleet, vms: new Map(vms) }, query)).toEqual(fleetOrder(fleet, query));
      }),
      { numRuns: 50 },
    );
  });

  test('while it is held no row moves: what was there stays, what is new comes at the end', () => {
    fc.assert(
      fc.property(queries, changed, changed, (query, before, after) => {
        const order = fleetOrder(before, query);
        const held = heldOrder(order, after, query);
        const stayed = order.filter((id) => after.vms.has(id));
        expect(held.slice(0, stayed.length)).toEqual(stayed);
        expect(held.slice(stayed.length).toSorted()).toEqual(
          fleetOrder(after, query)
            .filter((id) => !stayed.includes(id))
            .toSorted(),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('nothing new, nothing gone: the very same list', () => {
    const order = fleetOrder(fleet, plain);
    expect(heldOrder(order, { ...fleet }, plain)).toBe(order);
  });

  test('by a column: the highest first, A first, and what is not known last both ways', () => {
    const vms = [vmOf('a', { host: 'h2' }), vmOf('b', { host: '' }), vmOf('c', { host: 'h1' })];
    const verdicts = [verdictOf('a', 0.2), verdictOf('b', 0.7), verdictOf('c', undefined)] as const;
    const state = stateOf(vms, { verdicts: new Map(verdicts.map((one) => [one.vm, one])) });
    const by = (sort: string, reversed = false) => fleetOrder(state, { ...plain, sort, reversed }).join('');
    expect([by('p'), by('p', true)]).toEqual(['bac', 'abc']);
    expect([by('host'), by('host', true)]).toEqual(['cab', 'acb']);
    expect([by('name'), by('name', true)]).toEqual(['abc', 'cba']);
  });

  test('worst first: open incidents, then by probability in steps of 5 %, then by name', () => {
    const state = fleetOf(30);
    expect(fleetOrder(state, plain).slice(0, 4)).toEqual(['vm-0003', 'vm-0013', 'vm-0023', 'vm-0006']);
  });
});

describe('grouped by host', () => {
  test('each host once, with a head before its VMs, the host of the worst VM first', () => {
    fc.assert(
      fc.property(queries, changed, (query, state) => {
        const order = fleetOrder(state, { ...query, grouped: true });
        const lines = fleetLines({ order, grouped: true }, state);
        const heads = lines.filter((line): line is Group => typeof line === 'object');
        expect(new Set(heads.map(({ host }) => host)).size).toBe(heads.length);
        expect(heads.flatMap(({ vms }) => vms)).toEqual(order);
        expect(lines.filter((line) => typeof line === 'string')).toEqual(order);
        expect(order[0]).toBe(fleetOrder(state, { ...query, grouped: false })[0]);
        for (const { host, vms } of heads) for (const vm of vms) expect(state.vms.get(vm)?.host).toBe(host);
      }),
      { numRuns: 100 },
    );
  });

  test('without groups the lines are the order itself', () => {
    const order = fleetOrder(fleet, plain);
    expect(fleetLines({ order, grouped: false }, fleet)).toBe(order);
  });
});
