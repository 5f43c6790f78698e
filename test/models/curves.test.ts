import { describe, expect, test } from 'vitest';
import { Curves } from '../../models/curves.ts';

describe('the curves of the probability', () => {
  test('keep the last ones, oldest first', () => {
    const curves = new Curves(3);
    expect(curves.of('web')).toEqual({ times: [], values: [] });
    for (const [i, value] of [0.5, 0.25, 0.75, 1].entries()) {
      curves.push('web', i * 10, value);
      if (i === 1) expect(curves.of('web')).toEqual({ times: [0, 10], values: [0.5, 0.25] });
    }
    expect(curves.of('web')).toEqual({ times: [10, 20, 30], values: [0.25, 0.75, 1] });
  });

  test('VMs that are gone are forgotten, the others are not', () => {
    const curves = new Curves(3);
    curves.push('web', 1, 0.5);
    curves.push('db', 1, 0.5);
    curves.keep(new Map([['db', 'a VM']]));
    expect(curves.of('web').times).toEqual([]);
    expect(curves.of('db').times).toEqual([1]);
  });
});
