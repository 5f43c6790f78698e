import { expect, test } from 'vitest';
import { Window } from '../../../../models/brain/window.ts';
import { history, now, type Values, vm } from '../history.ts';

const calm = { cpu: 20, diskRead: 1e5, diskWrite: 1e5, netIn: 1e6, netOut: 4e6 };
const starving = { cpu: 98, diskRead: 5e4, diskWrite: 5e4, netIn: 8e5, netOut: 1.6e6 };

function windowOn(values: (ago: number) => Values | undefined): Window {
  return new Window().read(vm(), history(values), now, 10);
}

test('what a VM did before its processor became busy is kept for as long as it stays so', () => {
  for (const seconds of [0, 30, 600]) {
    const window = windowOn((ago) => (ago > seconds ? calm : starving));
    expect(window.before('cpu')).toBeCloseTo(20);
    expect(window.before('served')).toBeCloseTo(4e6);
    expect(window.before('disk')).toBeCloseTo(2e5);
    expect(window.before('answers')).toBeCloseTo(Math.log(4));
  }
});

test('a further step begins it anew', () => {
  const backup = { ...calm, cpu: 50, diskRead: 9e7 };
  const window = windowOn((ago) => (ago > 900 ? calm : ago > 100 ? backup : { ...starving, diskRead: 4.5e7 }));
  expect(window.before('cpu')).toBeCloseTo(50, 0);
  expect(window.before('disk')).toBeCloseTo(9.01e7, -5);
});

test('work that goes away in the midst of an honest job begins it anew, once', () => {
  const query = { ...calm, cpu: 85, diskRead: 6e7, netIn: 2e6, netOut: 8e6 };
  const overrun = { ...query, cpu: 98, diskRead: 3e7, netIn: 1.6e6, netOut: 3.2e6 };
  for (const seconds of [0, 30, 600]) {
    const window = windowOn((ago) => (ago > 1200 ? calm : ago > seconds ? query : overrun));
    expect(window.before('cpu')).toBeCloseTo(20, 0);
    expect(window.before('disk')).toBeCloseTo(6.01e7, -5);
    expect(window.before('served')).toBeCloseTo(8e6, -5);
  }
  const asEver = windowOn((ago) => (ago > 300 ? query : overrun));
  expect(asEver.before('served')).toBeCloseTo(8e6, -5);
  expect(windowOn((ago) => (ago > 1200 ? calm : query)).before('disk')).toBeCloseTo(2e5, -3);
});

test('a VM that is as busy as ever, or no longer, has no such time', () => {
  expect(windowOn(() => starving).before('cpu')).toBeNaN();
  expect(windowOn((ago) => (ago > 600 || ago < 60 ? calm : starving)).before('cpu')).toBeNaN();
  expect(windowOn((ago) => ({ ...calm, cpu: ago % 20 ? 15 : 30 })).before('served')).toBeNaN();
});

test('a gap in the processor’s values neither begins nor ends it', () => {
  const window = windowOn((ago) => (ago > 100 ? calm : (ago + 20) % 50 ? starving : { ...starving, cpu: Number.NaN }));
  expect(window.before('served')).toBeCloseTo(4e6);
});

test('silence is counted, and held against the longest before', () => {
  const still = { ...calm, diskRead: 0, diskWrite: 0, netIn: 0, netOut: 0 };
  const window = windowOn((ago) => (ago < 40 || (ago >= 600 && ago < 630) ? still : calm));
  expect(window.quiet).toBe(4);
  expect(window.longestQuiet).toBeCloseTo(3, 0);
  expect(windowOn(() => still).longestQuiet).toBe(0);
  expect(windowOn((ago) => (ago < 40 ? { cpu: 5 } : calm)).quiet).toBe(0);
});
