import { expect, test } from 'vitest';
import { isErrorLine } from '../../models/console-log.ts';
import { seconds } from '../../source/duration.ts';
import { findVm } from '../../source/find-vm.ts';
import { aVm } from '../models/fixture.ts';

test.each([
  ['90', 90],
  ['90s', 90],
  ['2m', 120],
  ['1.5h', 5400],
  ['1d', 86_400],
])('%s is %d seconds', (text, value) => expect(seconds(text)).toBe(value));

test.each(['', '0', '-5m', '2 weeks', 'm'])('"%s" is no duration', (text) => {
  expect(() => seconds(text)).toThrow('not a duration');
});

const vms = [aVm({ id: 'aaaa-1', name: 'web' }), aVm({ id: 'aaaa-2', name: 'db' }), aVm({ id: 'bbbb-3', name: 'db' })];

test('a VM is found by id, by name, by the beginning of its id', () => {
  expect(findVm(vms, 'bbbb-3').id).toBe('bbbb-3');
  expect(findVm(vms, 'web').id).toBe('aaaa-1');
  expect(findVm(vms, 'bbbb').id).toBe('bbbb-3');
});

test('nobody guesses between two', () => {
  expect(() => findVm(vms, 'db')).toThrow('the name of 2 VMs');
  expect(() => findVm(vms, 'aaaa')).toThrow('2 VMs');
  expect(() => findVm(vms, 'nope')).toThrow('There is no VM "nope"');
});

test('lines of a console log that speak of trouble', () => {
  expect(isErrorLine('[ 12.3] Out of memory: Killed process 812 (java)')).toBe(true);
  expect(isErrorLine('Kernel panic - not syncing')).toBe(true);
  expect(isErrorLine('watchdog: BUG: workqueue lockup')).toBe(true);
  expect(isErrorLine('debugfs mounted, failover ready')).toBe(false);
  expect(isErrorLine('EXT4-fs error (device vda1): No space left on device')).toBe(true);
  expect(isErrorLine('[ OK ] Started web server.')).toBe(false);
});
