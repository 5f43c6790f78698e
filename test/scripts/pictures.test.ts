import { expect, test } from 'vitest';
import { type Film, shoot } from '../../scripts/pictures/film.ts';

const film: Film = {
  vms: 4,
  seed: 7,
  mode: 'auto',
  script: [{ at: 70, vm: 'web-01', inject: 'crash', for: 600 }],
  until: ({ incidents }) => incidents.size > 0,
};
const size = { columns: 100, rows: 24 };

test('the same film gives the same pictures, of the screens that the keys lead to', async () => {
  const shots = [
    { size, keys: [] },
    { size, keys: ['9'] },
  ];
  const [first, second] = [await shoot(film, shots), await shoot(film, shots)];
  expect(first).toEqual(second);
  expect(first[0]).toMatch(/<title>cloud-medic, fleet of simulated<\/title>[\s\S]*web-01[\s\S]*Crash/);
  expect(first[1]).toMatch(/<title>cloud-medic, wall of simulated<\/title>[\s\S]*DETECTED/);
});
