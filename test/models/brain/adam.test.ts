import { expect, test } from 'vitest';
import { Adam } from '../../../models/brain/adam.ts';

test('a first step goes along the sign of the mean slope, however steep it is, and takes the slopes back to 0', () => {
  const [values, slopes] = [Float32Array.of(1, 1, 1), Float32Array.of(400, -0.004, 0)];
  new Adam(3).step(values, slopes, 0.01, 4, 0);
  expect([...values].map((one) => Number(one.toFixed(6)))).toEqual([1.01, 0.99, 1]);
  expect([...slopes]).toEqual([0, 0, 0]);
});

test('what no slope holds is slowly forgotten', () => {
  const values = Float32Array.of(2);
  const adam = new Adam(1);
  for (let step = 0; step < 10; step++) adam.step(values, Float32Array.of(0), 0.01, 1, 0.1);
  expect(values[0]).toBeCloseTo(2 * 0.9 ** 10, 6);
});

test('finds the lowest point of a valley that is a thousand times steeper one way than the other', () => {
  const values = Float32Array.of(3, -2);
  const adam = new Adam(2);
  for (let step = 0; step < 4000; step++) {
    const slopes = Float32Array.of(-1000 * (values[0]! - 1), -(values[1]! - 1));
    adam.step(values, slopes, 0.01 * (1 - step / 4000), 1, 0);
  }
  expect(values[0]).toBeCloseTo(1, 3);
  expect(values[1]).toBeCloseTo(1, 3);
});
