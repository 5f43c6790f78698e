import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { softReboot } from '../../models/actions/soft-reboot.ts';
import { onlyHost, parseFilter } from '../../screens/fleet-filter.ts';
import { attemptOf } from './care-fixture.ts';
import { fleetOf, incidentOf, stateOf, verdictOf, vmOf } from './fixture.ts';

const db = vmOf('db-01', { host: 'compute-1', projectId: 'shop', status: 'ERROR' });
const web = vmOf('web-01', { host: 'compute-2', projectId: 'blog' });
const incident = incidentOf(web, { diagnosis: 'disk-full', attempts: [attemptOf(web)] });
const state = stateOf([db, web], {
  verdicts: new Map([
    ['db-01', verdictOf('db-01', 0.93, { diagnosis: 'memory-leak', sampleAge: 400_000 })],
    ['web-01', verdictOf('web-01', undefined)],
  ]),
  incidents: new Map([['web-01', incident]]),
  claims: [
    {
      ...{ incident: incident.id, number: 1, action: softReboot.id, vm: 'web-01', host: 'compute-2', at: 1 },
      ...{ requestId: undefined, execution: undefined, outcome: 'healed', endedAt: 2 },
    },
  ],
});
state.ring.push({ vm: 'db-01', at: state.at, values: Float32Array.from({ length: 16 }, () => 96) });

const through = (filter: string) =>
  [db, web].filter((vm) => parseFilter(filter).passes(vm, state)).map(({ id }) => id.slice(0, -3));

describe('the filter', () => {
  test.each([
    ['', ['db', 'web']],
    ['^WEB', ['web']],
    ['!web', ['db']],
    ['web|db', ['db', 'web']],
    ['0 web', ['web']],
    ['id:db-01', ['db']],
    ['host:compute-2', ['web']],
    ['!host:-2', ['db']],
    ['project:shop', ['db']],
    ['status:error', ['db']],
    ['cpu>90', ['db']],
    ['!cpu>90', ['web']],
    ['cpu=96', ['db']],
    ['memory>=96 disk<=96', ['db']],
    ['net>100', ['db', 'web']],
    ['net>1k', ['web']],
    ['p>0.8', ['db']],
    ['p>80%', ['db']],
    ['p<0.8', []],
    ['diagnosis:leak', ['db']],
    ['diagnosis:disk.full', ['web']],
    ['trend>0.2', ['db']],
    ['age>5m', ['db']],
    ['alarm:.', ['web']],
    ['action:soft', ['web']],
    ['p>0.8 host:compute-2', []],
  ])('%j', (filter, expected) => {
    expect(parseFilter(filter).problem).toBeUndefined();
    expect(through(filter)).toEqual(expected);
  });

  test.each([
    ['web(', 'web( is no regular expression (yet)'],
    ['status:(', '( is no regular expression (yet)'],
    ['host:', 'a word is wanted after host:'],
    ['cpu>', 'a number is wanted after cpu>'],
    ['cpu>much', 'a number is wanted after cpu>'],
    ['status>3', 'status is a text: status:word'],
    ['!', 'a word is wanted after !'],
  ])('what is wrong is told and filters nothing: %j', (filter, problem) => {
    expect(parseFilter(filter).problem).toBe(problem);
    expect(through(filter)).toEqual(['db', 'web']);
  });

  test('a column that there is not is told, with those that there are; the good words count', () => {
    expect(parseFilter('colour:red').problem).toMatch(
      /^there is no column colour; there are name, id, health, host, project/,
    );
    expect(through('colour:red web')).toEqual(['web']);
  });

  test('never throws, whatever is typed', () => {
    const fleet = fleetOf(3);
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('!', 'p>', 'cpu:', 'host:[', '(?<', '\\', 'age<1d'),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const { passes } = parseFilter(words.join(' '));
        for (const vm of fleet.vms.values()) expect(typeof passes(vm, fleet)).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });

  test('a word turned around lets through exactly the others', () => {
    const fleet = fleetOf(40);
    const word = fc.constantFrom('1', '-000', 'p>0.5', 'cpu<30', 'host:compute-2', 'status:shutoff', 'alarm:firing');
    fc.assert(
      fc.property(word, (word) => {
        for (const vm of fleet.vms.values())
          expect(parseFilter(`!${word}`).passes(vm, fleet)).toBe(!parseFilter(word).passes(vm, fleet));
      }),
    );
  });

  test('the filter for one host lets through that host alone, whatever it is called', () => {
    const host = fc.oneof(fc.constantFrom('compute-1', 'compute-10', 'a.b', 'a b'), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(host, host, (one, other) => {
        const vms = [vmOf('one', { host: one }), vmOf('other', { host: other })] as const;
        const { passes, problem } = parseFilter(onlyHost(one));
        expect(problem).toBeUndefined();
        expect(passes(vms[0], state)).toBe(true);
        expect(passes(vms[1], state)).toBe(one.toLowerCase() === other.toLowerCase());
      }),
      { numRuns: 200 },
    );
  });
});
