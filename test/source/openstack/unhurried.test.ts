import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Failure } from '../../../source/failure.ts';
import { Unhurried } from '../../../source/openstack/unhurried.ts';

const slow = (word: string) => () => wait(30, word);
const at = (word: string) => async () => word;

test('what a late look brought is told by the next one only where it may be old', async () => {
  const look = new Unhurried<string>(5);
  expect(await look.take(slow('one'))).toBe('late');
  expect(await look.take(at('two'))).toBe('late');
  await wait(60);
  expect(await look.take(at('three'), true)).toEqual({ got: 'one' });
  expect(await look.take(at('four'), true)).toEqual({ got: 'four' });
  expect(await look.take(slow('five'))).toBe('late');
  await wait(60);
  expect(await look.take(at('six'))).toEqual({ got: 'six' });
});

test('how a late look failed is told in any case', async () => {
  const look = new Unhurried<string>(5);
  const failure = new Failure('cloud', 'timeout', 'Heat gave no answer.', 'Wait.');
  expect(await look.take(() => wait(30).then(() => Promise.reject(failure)))).toBe('late');
  await wait(60);
  expect(await look.take(at('two'))).toEqual({ failure });
});
